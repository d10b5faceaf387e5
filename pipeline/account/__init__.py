"""The physical account: energy, carbon, water and money of every site and design, in their own units."""

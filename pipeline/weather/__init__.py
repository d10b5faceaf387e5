"""Weather: psychrometrics, the embedded typical year, files and live sources behind one record."""

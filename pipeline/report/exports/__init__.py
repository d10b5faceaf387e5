"""The ranking and its tables for other programs: workbook, GeoPackage, GeoParquet."""

"""Files and guards: any file that a clerk hands in, held to be whole and honest, as grids of cells."""

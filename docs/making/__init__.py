"""The pages of ``docs`` that are made from the program itself, and the marked blocks of the others."""

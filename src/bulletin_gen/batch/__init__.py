"""Bulletins of many counties and periods: planned, drafted in worker processes, put in place one by one.

``plan`` says what is to be written, ``work`` drafts one bulletin in a worker, ``crew`` keeps the workers, ``place``
moves finished drafts to their place, ``records`` knows what need not be written again, ``run`` leads them all.
"""

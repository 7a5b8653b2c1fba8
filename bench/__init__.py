"""What is measured, and how to repeat it: `python -m bench`, or `liaison bench`.

Everything is measured through the public parts of the product, beside Neo4j and a bare numpy
computation of the same answers, in one run, so that the ratios hold on any machine. Every
answer is compared with the truth of the generated network before its time counts.
"""

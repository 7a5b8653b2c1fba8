"""Who instructs which enterprise, and which enterprises found an organisation instead.

`wishes` reads what is asked, `field` the facts, `sharing` is the bare problem and `solve` its
exact solution; `proposing`, `lacking` and `why_not` turn that into changes, proofs and answers.
`joint` proposes organisations. `planner` puts all of it together.
"""

"""How well the installed models see: heads, hands, phones and directions against the truth.

``python -m bench.seeing tune check`` looks at the shipped rendered clips through ``Eyes.look``, as
any caller does, and prints what was found as Markdown. See docs/seeing.md.
"""

"""What may leave: figures about few people are hidden, with those that would reveal them."""

from datashift.disclosure.harm import Harm, is_looser, proposed
from datashift.disclosure.history import Ledger, Past, ledger, newcomers
from datashift.disclosure.policy import TOPICS, Policy, Topic, rules_for
from datashift.disclosure.protect import is_small, protect
from datashift.disclosure.protection import Audit, Cell, Protection, Status

__all__ = [
    "TOPICS",
    "Audit",
    "Cell",
    "Harm",
    "Ledger",
    "Past",
    "Policy",
    "Protection",
    "Status",
    "Topic",
    "is_looser",
    "is_small",
    "ledger",
    "newcomers",
    "proposed",
    "protect",
    "rules_for",
]

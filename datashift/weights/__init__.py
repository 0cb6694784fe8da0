"""Weights: raised for those who did not answer, calibrated, trimmed, and looked at."""

from datashift.weights.calibrate import calibrate
from datashift.weights.calibrated import Calibrated, Method, Responded
from datashift.weights.diagnostics import Diagnosis, diagnose
from datashift.weights.margins import Margin, margins
from datashift.weights.nonresponse import Adjusted, AdjustmentClass, adjust_nonresponse
from datashift.weights.plan import Plan, Trimming, again, weigh
from datashift.weights.trim import Trimmed, trim

__all__ = [
    "Adjusted",
    "AdjustmentClass",
    "Calibrated",
    "Diagnosis",
    "Margin",
    "Method",
    "Plan",
    "Responded",
    "Trimmed",
    "Trimming",
    "adjust_nonresponse",
    "again",
    "calibrate",
    "diagnose",
    "margins",
    "trim",
    "weigh",
]

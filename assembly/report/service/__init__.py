"""Verbs on the report and its article."""

from assembly.report.service.drafting import AlreadyWriting as AlreadyWriting
from assembly.report.service.drafting import blocks_of as blocks_of
from assembly.report.service.drafting import discard as discard
from assembly.report.service.drafting import keep_figures as keep_figures
from assembly.report.service.drafting import note_links as note_links
from assembly.report.service.drafting import save as save
from assembly.report.service.drafting import start as start
from assembly.report.service.drafting import take_figures as take_figures
from assembly.report.service.publishing import NotMetYet as NotMetYet
from assembly.report.service.publishing import ScansMissing as ScansMissing
from assembly.report.service.publishing import fix as fix
from assembly.report.service.publishing import hold_back as hold_back
from assembly.report.service.publishing import publish as publish
from assembly.report.service.publishing import publish_article as publish_article
from assembly.report.service.publishing import put_under_embargo as put_under_embargo
from assembly.report.service.publishing import withdraw as withdraw
from assembly.report.service.reviewing import add_comment as add_comment
from assembly.report.service.reviewing import end_review as end_review
from assembly.report.service.reviewing import open_review as open_review
from assembly.report.service.reviewing import remove_comment as remove_comment
from assembly.report.service.surveys import remove_survey as remove_survey
from assembly.report.service.surveys import set_question as set_question
from assembly.report.service.surveys import set_survey as set_survey

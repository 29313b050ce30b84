"""Sign in and out, and one's own account."""

from assembly.accounts.public import account as account
from assembly.accounts.public import passkeys as passkeys
from assembly.accounts.public import second_factor as second_factor
from assembly.accounts.public import second_step as second_step
from assembly.accounts.public import sign_in as sign_in
from assembly.accounts.public.entering import pages as pages

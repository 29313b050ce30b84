"""Sign in and out, and one's own account."""

from assembly.accounts.public import account, passkeys, second_factor, second_step, sign_in
from assembly.accounts.public.entering import pages

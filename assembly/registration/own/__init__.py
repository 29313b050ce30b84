"""The person's own pages: opened by the link in the mail, limited to one registration. Each module adds some."""

from assembly.registration.own import (
    address,
    along,
    answering,
    assistants,
    changing,
    entering,
    files,
    finding,
    handing_over,
    status,
)

"""The libraries that need the application, unbound: `create_app` binds them."""

from flask_babel import Babel
from flask_security.core import Security
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import CSRFProtect

from assembly.models import Base
from assembly.tasks import Queue

db = SQLAlchemy(model_class=Base, disable_autonaming=True)
babel = Babel()
csrf = CSRFProtect()
security = Security()
tasks = Queue()

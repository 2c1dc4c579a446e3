"""What a sender is told of a body: the answers that docs/ingest.md promises."""

from datetime import datetime

from starlette.responses import Response

from lib import arrivals, database
from lib.arrivals import Arrival, OtherBody, OtherSource
from lib.endpoint import Refusal, answered
from lib.importers.fields import Invalid


def recorded(arrival: Arrival, *, now: datetime) -> Response:
    """Take a body in, and say what was new in it. Raises Refusal and Unavailable."""
    try:
        found = arrivals.take_in(database.engine(), arrival, now=now)
    except Invalid as error:
        fields = [problem._asdict() for problem in error.problems]
        return answered(422, {"error": "The conversation was not stored.", "fields": fields})
    except OtherSource as error:
        raise Refusal(403, str(error)) from error
    except OtherBody as error:
        raise Refusal(409, str(error)) from error
    content = {"stored": found.stored, "messages": found.messages}
    return answered(202 if found.stored else 200, content)

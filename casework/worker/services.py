"""Whether the services that the settings name answer, asked before anybody is let in."""

from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from casework.config import Settings, redis_waits
from casework.database import db, first_words
from casework.errors import ConfigurationError
from casework.evidence import service as evidence


def check(settings: Settings) -> None:
    """Ask the database, Redis and the bucket; raise ConfigurationError for the first that cannot be used."""
    try:
        db.session.execute(text("SELECT 1"))
    except OperationalError as error:
        raise ConfigurationError(
            f"The database cannot be reached: {first_words(error)}. See that it runs, and that "
            "CASEWORK_DATABASE_URL is right."
        ) from None
    finally:
        db.session.remove()
    if settings.redis_url:
        _ask_redis(settings.redis_url)
    evidence.check_store()


def _ask_redis(url: str) -> None:
    from redis import Redis, RedisError

    try:
        with Redis.from_url(url, **redis_waits()) as redis:
            redis.ping()
    except (RedisError, ValueError) as error:
        raise ConfigurationError(
            f"Redis cannot be used: {str(error).rstrip('.')}. See that it runs, and that CASEWORK_REDIS_URL is right."
        ) from None

"""What we read of an update, with its types: the library takes whatever stands in their places.

What is not named here is left to the library, or passed over.
"""

from __future__ import annotations

from typing import Any, Final

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter


class _Shape(BaseModel):
    model_config = ConfigDict(strict=True)


class _User(_Shape):
    id: int
    is_bot: bool
    username: str | None = None
    language_code: str | None = None


class _Chat(_Shape):
    id: int
    type: str


class _Place(_Shape):
    latitude: float
    longitude: float


class _Quote(_Shape):
    text: str


class _File(_Shape):
    file_id: str
    file_unique_id: str
    file_name: str | None = None
    file_size: int | None = None


class _Key(_Shape):
    callback_data: str | None = None


class _Keyboard(_Shape):
    inline_keyboard: list[list[_Key]]


class _Message(_Shape):
    """A message, of which the one it replies to is another."""

    message_id: int
    date: int
    chat: _Chat
    sender: _User | None = Field(None, alias="from")
    sender_chat: _Chat | None = None
    via_bot: _User | None = None
    text: str | None = None
    caption: str | None = None
    quote: _Quote | None = None
    location: _Place | None = None
    document: _File | None = None
    media_group_id: str | None = None
    message_thread_id: int | None = None
    migrate_to_chat_id: int | None = None
    migrate_from_chat_id: int | None = None
    reply_to_message: _Message | None = None
    reply_markup: _Keyboard | None = None


class _Press(_Shape):
    id: str
    sender: _User = Field(alias="from")
    message: _Message | None = None
    data: str | None = None


class _Search(_Shape):
    id: str
    sender: _User = Field(alias="from")
    query: str
    offset: str


class _Member(_Shape):
    status: str


class _Membership(_Shape):
    chat: _Chat
    sender: _User = Field(alias="from")
    old_chat_member: _Member
    new_chat_member: _Member


class _Update(_Shape):
    message: _Message | None = None
    edited_message: _Message | None = None
    channel_post: _Message | None = None
    edited_channel_post: _Message | None = None
    callback_query: _Press | None = None
    inline_query: _Search | None = None
    my_chat_member: _Membership | None = None


_UPDATE: Final = TypeAdapter(_Update)


def check(update: dict[str, Any]) -> None:
    """Raise ValueError where an update is not of the shape we know; what stands in it is not told."""
    _UPDATE.validate_python(update)

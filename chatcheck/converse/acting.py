"""The steps in which the customer does something; each leaves in the journal that it was done."""

from __future__ import annotations

import json
from collections.abc import Awaitable
from dataclasses import dataclass
from typing import TypeVar

from chatcheck.converse.course import Course, Progress
from chatcheck.converse.customer import Customer
from chatcheck.converse.refusals import ServiceRefusal
from chatcheck.judge.choices import find_offer, list_titles, pick, read_offer
from chatcheck.judge.interactive import Interactive
from chatcheck.judge.labels import name_choice
from chatcheck.judge.matchers import is_own
from chatcheck.judge.placeholders import explain_unknown, fill, find_unknown
from chatcheck.judge.texts import list_texts, write_message
from chatcheck.spec.acts import Act, Attach, Choose, Disconnect, Notify, Reconnect, Wait
from chatcheck.spec.model import Send
from chatcheck.transcript import Event

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Acting:
    """Performs the customer's steps; every method may raise TransportError when the service fails."""

    course: Course
    customer: Customer

    async def send(self, step: Send) -> Progress:
        """Say what the step says, if the chat is open and every placeholder has a value."""
        if self.course.journal.ended:
            return "ended"
        if unknown := self._explain_unknown(step):
            return self.course.refuse(f"not sent: {unknown}")
        return await self._say(step.content_type, write_message(step, self.course.values))

    async def choose(self, step: Choose) -> Progress:
        """Answer an interactive message with one of its elements, as the stock widget does: in text."""
        if unknown := self._explain_unknown(step):
            return self.course.refuse(f"nothing chosen: {unknown}")
        offer = await self._find_offer(step)
        if not isinstance(offer, Interactive):
            return offer
        choice = pick(step, offer, self.course.values)
        if choice is None:
            return self.course.refuse(
                f"nothing chosen: {name_choice(step)} is not offered, but {list_titles(offer)}"
            )
        return "ended" if self.course.journal.ended else await self._say("text/plain", choice.answer)

    async def act(self, index: int, step: Act) -> Progress:
        """Do what a step does beside saying something; `index` is the step's."""
        match step:
            case Choose():
                return await self.choose(step)
            case Notify():
                return await self._notify(index, step)
            case Attach():
                return await self._attach(index, step)
            case Wait():
                return await self._wait(index, step)
            case Disconnect():
                return await self._disconnect(index)
            case Reconnect():
                return await self._reconnect(index, step)

    async def _find_offer(self, step: Choose) -> Interactive | Progress:
        """Return the message to choose from: the last one read since the customer spoke, else the next."""
        course = self.course
        due_s, start = course.now_s + step.within_s, course.cursor
        offer = find_offer(course.journal.events[course.mark : course.cursor])
        while offer is None:
            event = await course.next_or_missed(due_s)
            if event is None or event.at_s > due_s:
                return course.give_up() if event is None else "deadline"
            if not course.pass_by(event):
                return "stopped"
            offer = read_offer(event)
            if offer is not None:
                course.settle(start)
        return offer

    async def _say(self, content_type: str, text: str) -> Progress:
        self.course.mark = self.course.cursor
        accepted = await self._try(self.customer.say(content_type, text))
        if accepted is None:
            return "ended"
        sent = Event(self.course.stamp(), "sent", accepted[0], absolute_time=accepted[1])
        self.course.journal.record(sent)
        return self.course.hold(sent)

    async def _notify(self, index: int, step: Notify) -> Progress:
        content = ""
        if step.signal != "typing":
            message = self._find_last_message()
            if message is None:
                return self.course.refuse(f"no message has come yet that could be {step.signal}")
            content = json.dumps({"messageId": message.id})
        if self.course.journal.ended:
            return "ended"
        accepted = await self._try(self.customer.notify(step.signal, content))
        if accepted is None:
            return "ended"
        told = f"{step.signal} {content}".rstrip()
        return self._record(index, "event", told, accepted[0], accepted[1])

    async def _attach(self, index: int, step: Attach) -> Progress:
        if unknown := self._explain_unknown(step):
            return self.course.refuse(f"not attached: {unknown}")
        if self.course.journal.ended:
            return "ended"
        name = fill(step.name, self.course.values)
        attachment_id = await self._try(self.customer.attach(step.path, name, step.content_type))
        if attachment_id is None:
            return "ended"
        return self._record(index, "attach", name, attachment_id)

    async def _wait(self, index: int, step: Wait) -> Progress:
        """Let the time pass; a chat that ends meanwhile is not waited for any longer."""
        await self.course.journal.ends_within(step.for_s)
        return self._record(index, "wait", step.because)

    async def _disconnect(self, index: int) -> Progress:
        if self.course.journal.ended:
            return "ended"
        if await self._try(self._leave()) is None:
            return "ended"
        return self._record(index, "disconnect")

    async def _reconnect(self, index: int, step: Reconnect) -> Progress:
        if self.course.journal.ended:
            return "ended"
        await self.customer.reconnect(step.away_s)
        return self._record(index, "reconnect", step.because)

    async def _leave(self) -> bool:
        await self.customer.leave()
        return True

    async def _try(self, call: Awaitable[T]) -> T | None:
        """Return the call's answer; None when it was denied since the chat has ended."""
        try:
            return await call
        except ServiceRefusal as refusal:
            if refusal.is_denied and await self.customer.chat.has_ended():
                return None
            raise

    def _find_last_message(self) -> Event | None:
        read = self.course.journal.events[: self.course.cursor]
        return next((each for each in reversed(read) if each.kind == "message" and not is_own(each)), None)

    def _explain_unknown(self, step: Send | Act) -> str:
        unknown = find_unknown(list_texts(step), self.course.values)
        return explain_unknown(unknown) if unknown else ""

    def _record(
        self, index: int, name: str, content: str = "", identifier: str = "", absolute_time: str = ""
    ) -> Progress:
        event = Event(
            at_s=self.course.stamp(),
            kind="act",
            id=identifier,
            content=content,
            name=name,
            absolute_time=absolute_time,
            step=index,
        )
        self.course.journal.record(event)
        return self.course.hold(event)

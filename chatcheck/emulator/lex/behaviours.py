"""The behaviours of `chatcheck.lex`, entered in the ledger of what the embedded AWS imitates."""

from __future__ import annotations

from chatcheck.emulator.fidelity import behaviour

behaviour(
    "lex",
    "a slot is asked for once and then again up to its retries; after that the fallback intent takes over",
    "documented",
    "Lex V2 developer guide, AMAZON.FallbackIntent",
)
behaviour(
    "lex",
    "while a slot is asked for, its value goes before another intent's utterance, which otherwise takes over",
    "assumed",
    "the real order comes from confidence scores",
)
behaviour(
    "lex",
    "an intent ends as Fulfilled with an active fulfilment setting, else as ReadyForFulfillment",
    "assumed",
    "the service model names the states; which one a setting leads to was not observed",
)
behaviour(
    "lex",
    "of a message group the first message is said, never a variation",
    "assumed",
    "the real one picks at random; specs need the same text each time",
)
behaviour(
    "lex",
    "`{Slot}` and `[attribute]` in a bot's message become the slot's value and the session attribute",
    "documented",
    "Lex V2 developer guide, message groups",
)
behaviour(
    "lex",
    "an utterance matches word by word, case and punctuation aside; there is no language understanding",
    "assumed",
    "the real recogniser is a trained model: try a bot's phrasing on AWS",
)
behaviour(
    "lex",
    "a slot type with a list accepts its values and synonyms only, whatever its resolution strategy",
    "assumed",
    "the real one also accepts similar values under ORIGINAL_VALUE",
)
behaviour(
    "lex",
    "a slot type with a regular expression accepts what the expression matches wholly, up to 30 characters",
    "documented",
    "Lex V2 developer guide, AMAZON.AlphaNumeric",
)

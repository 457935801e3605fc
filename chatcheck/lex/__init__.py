"""The dialogue of a bot of Amazon Lex V2 without language understanding, by a documented rule. Pure."""

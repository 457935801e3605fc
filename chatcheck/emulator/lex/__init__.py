"""The embedded Amazon Lex V2: bots as deployed, and the dialogue they hold."""

"""The AWS CLI's language of `start-chat-contact`: texts in, a document out. Pure; see the modules."""

"""Channels translate: what arrives into messages, answers into what each can show. They decide nothing."""

"""Channels translate: what arrives into messages, answers into what each network can show. They decide nothing."""

"""WhatsApp Cloud API of Meta.

Shapes as its documentation gives them (developers.facebook.com, WhatsApp, webhooks and messages):
the subscription is proven by `hub.challenge`, each call by `X-Hub-Signature-256`, HMAC-SHA256 of
its bytes with the app's secret. What is not answered with 200 comes again for days.
"""

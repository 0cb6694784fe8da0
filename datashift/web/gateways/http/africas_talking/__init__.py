"""Africa's Talking: SMS and USSD.

Shapes as its documentation gives them: incoming SMS (docs.africastalking.com/sms/callback), USSD
(sessionId, phoneNumber, networkCode, serviceCode and text by POST; CON or END before the answer),
sending (docs.africastalking.com/sms/sending). It signs nothing that it sends, so the address that
it is told is the secret.
"""

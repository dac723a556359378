"""The hosted form: /f/<key>, works without JavaScript, with a honeypot and a time trap."""

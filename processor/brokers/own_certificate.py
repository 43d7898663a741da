"""What is wrong with the dates of our own certificate. A broker that refuses one seldom says why."""

import ssl

from processor.settings import Settings

# OpenSSL's X509_V_ERR_CERT_NOT_YET_VALID and X509_V_ERR_CERT_HAS_EXPIRED.
_DATES = {9: "is not valid yet", 10: "has expired"}


def date_problem(settings: Settings) -> str | None:
    """Return `has expired` or `is not valid yet` of the certificate in `ssl_certfile`, None where its dates are good.

    Python's standard library reads a certificate's dates only while it verifies a connection. So the certificate is
    shown to ourselves, in memory, and we trust just it.
    """
    if settings.ssl_certfile is None:
        return None
    phrase = settings.ssl_key_password.get_secret_value() if settings.ssl_key_password is not None else ""
    shower, verifier = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT), ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    shower.check_hostname = False
    shower.verify_mode = ssl.CERT_NONE  # it talks to nobody but the verifier beside it
    verifier.verify_mode = ssl.CERT_REQUIRED
    verifier.verify_flags |= ssl.VerifyFlags.VERIFY_X509_PARTIAL_CHAIN
    try:
        for context in (shower, verifier):
            context.load_cert_chain(settings.ssl_certfile, settings.ssl_keyfile, password=lambda: phrase)
        verifier.load_verify_locations(settings.ssl_certfile)
        _shake_hands(shower, verifier)
    except ssl.SSLCertVerificationError as error:
        return _DATES.get(error.verify_code)
    except OSError:
        pass  # a file that cannot be used is told where the connection is made
    return None


def _shake_hands(shower: ssl.SSLContext, verifier: ssl.SSLContext) -> None:
    """Raise SSLCertVerificationError when the verifier does not accept the shower's certificate."""
    upward, downward = ssl.MemoryBIO(), ssl.MemoryBIO()
    client = shower.wrap_bio(downward, upward)
    server = verifier.wrap_bio(upward, downward, server_side=True)
    # Each side says all it can in a turn; a handshake has three of them.
    for side in (client, server) * 3:
        try:
            side.do_handshake()
        except ssl.SSLWantReadError:
            continue

"""Reads mails with Python's email package (policy `default`) and prints what it understood, as JSON.

usage: read_mail.py FILE...
"""

import email
import email.policy
import json
import sys


def read(path):
    data = open(path, "rb").read()
    message = email.message_from_bytes(data, policy=email.policy.default)
    parts = []
    defects = []
    for part in message.walk():
        defects += [type(defect).__name__ for defect in part.defects]
        for value in part.values():
            defects += [type(defect).__name__ for defect in getattr(value, "defects", [])]
        if part.is_multipart():
            parts.append({"type": part.get_content_type(), "text": "", "bom": False})
            continue
        raw = part.get_payload(decode=True)
        parts.append(
            {
                "type": part.get_content_type(),
                "charset": part.get_content_charset(),
                "file_name": part.get_filename(),
                "disposition": part.get_content_disposition(),
                "bom": raw.startswith(b"\xef\xbb\xbf"),
                "text": raw.decode(part.get_content_charset() or "ascii"),
            }
        )
    lines = data.split(b"\r\n")
    return {
        "subject": message["Subject"],
        "from": [(address.display_name, address.addr_spec) for address in message["From"].addresses],
        "to": [(address.display_name, address.addr_spec) for address in message["To"].addresses],
        "date": message["Date"].datetime.isoformat(),
        "headers": {name.lower(): str(value) for name, value in message.items()},
        "names": [name.lower() for name in message.keys()],
        "parts": parts,
        "defects": defects,
        "is_ascii": data.isascii(),
        "bare_line_ends": any(b"\n" in line or b"\r" in line for line in lines),
        "longest_line": max(len(line) for line in lines),
    }


print(json.dumps([read(path) for path in sys.argv[1:]]))

"""Small true pictures and sounds, with what telephones and cameras write beside them."""

import base64
import struct
import zlib

PLACE = b"GPS 31.5204N 74.3587E"
_JPEG = base64.b64decode(
    "/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAP////////////////////////////////////////////////////////////"
    "//////////////////////////wgALCAABAAEBAREA/8QAFBABAAAAAAAAAAAAAAAAAAAAAP/aAAgBAQABPxA="
)
_WEBP = base64.b64decode("UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==")


def jpeg(*, turn: int = 1) -> bytes:
    """Return a photograph with its place, camera, editor, comment and a film behind its end."""
    return b"".join(
        (
            _JPEG[:20],
            segment(0xE1, b"Exif\x00\x00" + exif(turn)),
            segment(0xE1, b"http://ns.adobe.com/xap/1.0/\x00<x>" + PLACE + b"</x>"),
            segment(0xED, b"Photoshop 3.0\x00" + PLACE),
            segment(0xE2, b"MPF\x00" + PLACE),
            segment(0xFE, PLACE),
            _JPEG[20:],
            b"\xff\xd9",
            b"a film: " + PLACE,
        )
    )


def segment(code: int, content: bytes) -> bytes:
    return bytes((0xFF, code)) + (len(content) + 2).to_bytes(2, "big") + content


def exif(turn: int) -> bytes:
    """Return a little-endian Exif block: orientation, then the place as the camera's name."""
    entries = struct.pack("<HHIHH", 0x0112, 3, 1, turn, 0) + struct.pack(
        "<HHII", 0x010F, 2, len(PLACE), 38
    )
    return b"II\x2a\x00\x08\x00\x00\x00" + b"\x02\x00" + entries + bytes(4) + PLACE


def png(*, pixels: bytes = b"\x00\xff\x00\x00") -> bytes:
    """Return a picture of one red point, with texts, a time, Exif and more behind its end."""
    head = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    return b"".join(
        (
            b"\x89PNG\r\n\x1a\n",
            chunk(b"IHDR", head),
            chunk(b"tEXt", b"Location\x00" + PLACE),
            chunk(b"eXIf", exif(6)),
            chunk(b"iTXt", b"XML:com.adobe.xmp\x00\x00\x00\x00\x00" + PLACE),
            chunk(b"tIME", b"\x07\xea\x0b\x14\x09\x00\x00"),
            chunk(b"IDAT", zlib.compress(pixels)),
            chunk(b"IEND", b""),
            PLACE,
        )
    )


def chunk(name: bytes, content: bytes) -> bytes:
    check = zlib.crc32(name + content).to_bytes(4, "big")
    return len(content).to_bytes(4, "big") + name + content + check


def webp() -> bytes:
    """Return a picture in the extended form, with Exif and XMP."""
    size = struct.pack("<BBBB", 0x0C, 0, 0, 0) + bytes(6)
    inside = (
        b"WEBP"
        + riff_chunk(b"VP8X", size)
        + _WEBP[12:]
        + riff_chunk(b"EXIF", exif(1))
        + riff_chunk(b"XMP ", PLACE)
    )
    return b"RIFF" + len(inside).to_bytes(4, "little") + inside


def riff_chunk(name: bytes, content: bytes) -> bytes:
    return name + len(content).to_bytes(4, "little") + content + bytes(len(content) % 2)


def wav(*, seconds: float = 0.1) -> bytes:
    """Return silence, with a title."""
    silence = bytes(int(8000 * seconds))
    inside = (
        b"WAVE"
        + riff_chunk(b"fmt ", struct.pack("<HHIIHH", 1, 1, 8000, 8000, 1, 8))
        + riff_chunk(b"LIST", b"INFOINAM" + PLACE)
        + riff_chunk(b"data", silence)
    )
    return b"RIFF" + len(inside).to_bytes(4, "little") + inside


def box(name: bytes, *inside: bytes) -> bytes:
    content = b"".join(inside)
    return (len(content) + 8).to_bytes(4, "big") + name + content


def mp4(brand: bytes = b"isom") -> bytes:
    """Return a film's boxes, with the place where a telephone writes it."""
    return b"".join(
        (
            box(b"ftyp", brand, bytes(4), b"mp42"),
            box(b"uuid", bytes(16), PLACE),
            box(
                b"moov",
                box(b"mvhd", bytes(100)),
                box(b"trak", box(b"tkhd", bytes(84)), box(b"udta", box(b"name", PLACE))),
                box(b"udta", box(b"\xa9xyz", b"\x00\x12\x15\xc7", PLACE)),
                box(b"meta", bytes(4), PLACE),
            ),
            box(b"mdat", b"pictures and sound"),
        )
    )


def mp3() -> bytes:
    """Return one frame of a sound, with tags before and behind it."""
    tag = b"TIT2" + len(PLACE).to_bytes(4, "big") + b"\x00\x00" + PLACE
    head = b"ID3\x04\x00\x00" + bytes((0, 0, len(tag) >> 7, len(tag) & 0x7F))
    frame = b"\xff\xfb\x90\x00" + bytes(413)
    return head + tag + frame + (b"TAG" + PLACE).ljust(128, b"\x00")


def voice(*seconds: int, begins: bool = True, note: bytes = b"said", track: int = 1) -> bytes:
    """Return what a page's recorder writes: a cluster of one block for each second."""
    no_end = b"\x01" + b"\xff" * 7
    head = b"\x1a\x45\xdf\xa3\x87\x42\x82\x84webm\x18\x53\x80\x67" + no_end + b"\x86\x86A_OPUS"
    made = [head] if begins else []
    for second in seconds:
        time, said = (second * 1000).to_bytes(2, "big"), note + b"%02d" % second
        block = (
            b"\xa3" + bytes((0x84 + len(said),)) + bytes((0x80 | track,)) + b"\x00\x00\x80" + said
        )
        made += [b"\x1f\x43\xb6\x75", no_end, b"\xe7\x82", time, block]
    return b"".join(made)

"""What officers type into the search box, letter by letter: names with and without marks, parts of names, numbers."""

from __future__ import annotations

TYPED = (
    "nguyen thi hoa",
    "Nguyễn Thị Hoà",
    "tuan tran",
    "Lê Văn Hùng",
    "huong",
    "Đỗ Mỹ Linh",
    "042088012345",
    "0912 345",
    "HS-00123",
    "phạm 0972",
)


def keystrokes() -> list[str]:
    """Return the text after each key that adds a letter or digit, each once."""
    return list(
        dict.fromkeys(text[:length] for text in TYPED for length in range(1, len(text) + 1) if text[length - 1] != " ")
    )

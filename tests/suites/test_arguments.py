"""What a type takes is read from its annotations as msgspec reads them, without its time."""

import msgspec
import pytest
from msgspec.structs import FieldInfo

from dq.by_name import names
from dq.suites._arguments import _fields, type_class


@pytest.mark.parametrize("name", names("expectation_types"))
def test_the_arguments_of_a_type_are_those_that_msgspec_knows(name: str) -> None:
    theirs = {f.name: told(f) for f in msgspec.structs.fields(type_class(name))}
    assert {n: told(f) for n, f in _fields(type_class(name)).items()} == theirs


def told(field: FieldInfo) -> tuple[object, ...]:
    return (field.name, field.encode_name, field.type, field.default, field.default_factory, field.required)

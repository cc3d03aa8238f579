"""What we publish about our contracts: JSON Schemas and one AsyncAPI 3 document.

Others read these files to speak with us without reading our code. They are made from
the contracts, never written by hand: `make schemas`.
"""

from collections.abc import Mapping
from typing import Any

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from passerelle_schemas import dead_letters, flows
from passerelle_schemas.contract import Contract
from passerelle_schemas.dead_letters import DeadLetter
from passerelle_schemas.topics import TOPICS, Topic

Document = dict[str, Any]

KAFKA_BINDING = "0.5.0"
"""Version of the Kafka binding: https://github.com/asyncapi/bindings/tree/master/kafka"""


def published(version: str) -> Mapping[str, Document]:
    """Give every published document by its path under `schemas/`."""
    contracts = {topic.contract for topic in TOPICS}
    schemas = {schema_path(c): json_schema(c) for c in contracts}
    return dict(sorted(schemas.items())) | {"asyncapi.yaml": asyncapi(version)}


def schema_path(contract: type[Contract]) -> str:
    """Where the JSON Schema of *contract* stands, under `schemas/`."""
    return f"json/{_name(contract)}.json"


def json_schema(contract: type[Contract]) -> Document:
    """Describe *contract* in JSON Schema 2020-12; unknown fields stay allowed."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:passerelle:schema:{_name(contract)}",
        **contract.model_json_schema(schema_generator=_OpenUnions),
    }


def asyncapi(version: str) -> Document:
    """Describe every topic, its messages and who sends and receives them."""
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Passerelle",
            "version": version,
            "description": "The topics in which Passerelle's services meet.",
            "license": {"name": "Apache-2.0"},
        },
        "defaultContentType": "application/json",
        "servers": {"kafka": _SERVER},
        "channels": {topic.name: _channel(topic) for topic in TOPICS},
        "operations": dict(_operations()),
        "components": {"messages": {_message_id(t): _message(t) for t in TOPICS}},
    }


_SERVER: Document = {
    "host": "{bootstrap}",
    "protocol": "kafka",
    "description": "The company's broker; the setting `kafka.bootstrap`.",
    "variables": {"bootstrap": {"default": "127.0.0.1:9092"}},
}


class _OpenUnions(GenerateJsonSchema):
    """Says `anyOf` for facts: a known fact has the shape of an unknown one as well."""

    def tagged_union_schema(
        self, schema: core_schema.TaggedUnionSchema
    ) -> JsonSchemaValue:
        """Describe a union told apart by a function of ours."""
        described = super().tagged_union_schema(schema)
        if "discriminator" not in described and "oneOf" in described:
            described["anyOf"] = described.pop("oneOf")
        return described


def _channel(topic: Topic[Contract]) -> Document:
    return {
        "address": topic.name,
        "description": topic.says,
        "messages": {
            topic.contract.__name__: {
                "$ref": f"#/components/messages/{_message_id(topic)}"
            }
        },
        "bindings": {
            "kafka": {
                "topic": topic.name,
                "partitions": topic.partitions,
                "topicConfiguration": _topic_configuration(topic),
                "bindingVersion": KAFKA_BINDING,
            }
        },
    }


def _topic_configuration(topic: Topic[Contract]) -> Document:
    """Say the broker's settings with the types that the binding wants."""
    settings: Document = {
        name: int(value) if value.lstrip("-").isdigit() else value
        for name, value in topic.settings.items()
    }
    return settings | {"cleanup.policy": settings["cleanup.policy"].split(",")}


def _message(topic: Topic[Contract]) -> Document:
    return {
        "name": topic.contract.__name__,
        "title": topic.contract.__name__,
        "summary": topic.says,
        **(_in_headers(topic.contract) if topic.in_headers else _in_value(topic)),
        "bindings": {
            "kafka": {
                "key": {"type": "string", "description": topic.key},
                "bindingVersion": KAFKA_BINDING,
            }
        },
    }


def _in_value(topic: Topic[Contract]) -> Document:
    return {
        "contentType": "application/json",
        "payload": {"$ref": f"./{schema_path(topic.contract)}"},
    }


def _in_headers(contract: type[Contract]) -> Document:
    return {
        "contentType": "application/octet-stream",
        "headers": _headers(contract),
        "payload": {
            "type": "string",
            "format": "binary",
            "description": "The bytes of others, untouched.",
        },
    }


def _headers(contract: type[Contract]) -> Document:
    """Describe the headers that tell *contract*; every header's value is text."""
    described = json_schema(contract)
    return {
        "type": "object",
        "description": described["description"],
        "properties": {
            _header(contract, name): {"type": "string"}
            | {k: v for k, v in field.items() if k == "description"}
            for name, field in described["properties"].items()
        },
        "required": [_header(contract, name) for name in described["required"]],
    }


def _header(contract: type[Contract], field: str) -> str:
    if contract is DeadLetter:
        return dead_letters.header_of(field)
    return field


def _operations() -> list[tuple[str, Document]]:
    return [
        (
            f"{flow.service}.{action}.{topic.name}",
            {
                "action": action,
                "channel": {"$ref": f"#/channels/{topic.name}"},
                "title": f"{flow.service} {action}s {topic.name}",
                "tags": [{"name": flow.service}],
            },
        )
        for flow in flows.FLOWS
        for action, topics in (("send", flow.sends), ("receive", flow.receives))
        for topic in topics
    ]


def _name(contract: type[Contract]) -> str:
    letters = (f"-{c.lower()}" if c.isupper() else c for c in contract.__name__)
    return "".join(letters).removeprefix("-")


def _message_id(topic: Topic[Contract]) -> str:
    """One message for each topic: a dead letter of another topic has another key."""
    return f"{topic.name}.{topic.contract.__name__}"

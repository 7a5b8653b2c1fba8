"""What people call an entity when they read a list of them."""

from graph.model import Node


def title(node: Node) -> str:
    """The name with its mark; of a household the head and the address; else the id."""
    parts = ("head", "address") if node.label == "Household" else ("name",)
    said = " ".join(str(node.properties[each]) for each in parts if node.properties.get(each))
    if not said and node.properties.get("address"):
        said = str(node.properties["address"])
    mark = node.properties.get("mark")
    return f"{said}({mark})" if said and mark else said or node.id

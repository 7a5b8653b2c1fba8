"""`verify` finds what somebody changed behind the ledger's and the graph's back."""

import sqlite3

import ladybug


def test_an_untouched_network_is_sound(imported):
    assert imported.json("verify") == {
        "sound": True,
        "faults": [],
        "change_sets": 1,
        "forgotten": 0,
    }


def test_a_link_removed_from_the_graph_is_found_and_rebuild_mends_it(imported):
    imported("verify")
    database = ladybug.Database(str(imported.home / "graph.lbug"))
    connection = ladybug.Connection(database)
    connection.execute("MATCH (:Person)-[link:LIAISES]->(h:Household {id: 'H-1'}) DELETE link")
    connection.close()
    database.close()
    found = imported.json("verify", code=1)
    assert len(found["faults"]) > 0
    imported("rebuild")
    assert imported.json("verify")["sound"] is True


def test_a_changed_byte_in_the_ledger_is_found(imported):
    with sqlite3.connect(imported.home / "ledger.sqlite") as database:
        database.execute("UPDATE change_set SET summary = replace(summary, '7', '8') WHERE seq = 1")
    database.close()
    assert imported.json("verify", code=1)["sound"] is False


def test_a_byte_flipped_in_the_file_is_found(imported):
    file = imported.home / "ledger.sqlite"
    content = bytearray(file.read_bytes())
    place = content.find("1组2号".encode())
    content[place] ^= 1
    file.write_bytes(content)
    assert imported.json("verify", code=1)["sound"] is False

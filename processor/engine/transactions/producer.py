"""A transactional producer that marks again what a broker forgot to mark.

Apache Kafka finishes a transaction that was decided when its coordinator died by writing markers into its partitions. A
broker that is started again can skip them and still say that the transaction is complete (docs/upstream.md): records
and offsets then hang until the next transaction of the same producer decides over them, whichever way that goes. So
the producer asks what was decided before it begins, and ends a transaction over all partitions in question the same
way. Where nothing hangs that changes nothing.
"""

import asyncio
from collections.abc import Sequence
from typing import Any, Final

from aiokafka import AIOKafkaProducer
from aiokafka.client import ConnectionGroup, CoordinationType
from aiokafka.errors import CoordinatorNotAvailableError, KafkaError, NodeNotReadyError, RequestTimedOutError
from aiokafka.protocol.api import Request, RequestStruct, Response
from aiokafka.protocol.types import CompactArray, CompactString, Int16, Int32, Int64, Schema, TaggedFields
from aiokafka.structs import TopicPartition

_PAUSE: Final = 0.1
#: By Kafka's names of states, whether a transaction was committed. One that is open will be aborted.
_COMMITTED: Final = {
    "Ongoing": False,
    "PrepareAbort": False,
    "PrepareEpochFence": False,
    "CompleteAbort": False,
    "PrepareCommit": True,
    "CompleteCommit": True,
}
_UNKNOWN_ID: Final = 105
#: The coordinator is being loaded, is not there, or is another one.
_RETRIABLE: Final = frozenset({14, 15, 16})


class MarkingProducer(AIOKafkaProducer):  # type: ignore[misc] # aiokafka has no types
    """Marks the last transaction of its id once more when it starts.

    Args:
        group: whose offsets its transactions commit.
        topics: all that its transactions write to.
        options: of aiokafka's producer, a transactional id among them.
    """

    def __init__(self, *, group: str, topics: Sequence[str], **options: Any) -> None:
        super().__init__(**options)
        self._group = group
        self._topics = tuple(topics)

    async def start(self) -> None:
        """Bar all others of this id, and see to it that what they decided holds in every partition."""
        await self.client.bootstrap()
        committed = _COMMITTED.get(await self._state())
        await super().start()
        if committed is not None:
            await self._mark_again(committed=committed)

    async def _state(self) -> str:
        """Return the state of the last transaction of this id, by Kafka's name; empty where it never had one."""
        request = DescribeTransactionsRequest(self._txn_manager.transactional_id)
        while True:
            node = await self._sender._find_coordinator(
                CoordinationType.TRANSACTION, self._txn_manager.transactional_id
            )
            try:
                response = await self.client.send(node, request, group=ConnectionGroup.COORDINATION)
            except (NodeNotReadyError, RequestTimedOutError, CoordinatorNotAvailableError):
                code = 15
            else:
                code, _, state, *_ = response.transaction_states[0]
                if code == 0:
                    return str(state)
                if code == _UNKNOWN_ID:
                    return ""
            if code not in _RETRIABLE:
                raise KafkaError(f"the transaction of {self._txn_manager.transactional_id} is not told: error {code}")
            self._sender._coordinator_dead(CoordinationType.TRANSACTION)
            await asyncio.sleep(_PAUSE)

    async def _mark_again(self, *, committed: bool) -> None:
        await self.begin_transaction()
        for topic in self._topics:
            for partition in await self.partitions_for(topic):
                self._txn_manager.maybe_add_partition_to_txn(TopicPartition(topic, partition))
        while self._txn_manager.partitions_to_add():  # noqa: ASYNC110 - the sender adds them, and tells nobody
            await asyncio.sleep(_PAUSE / 10)
        # aiokafka adds a group together with the offsets to commit, of which there are none.
        while not await self._sender._do_add_offsets_to_txn(self._group):
            pass
        await (self.commit_transaction() if committed else self.abort_transaction())
        # The broker answers before it has marked; who reads the committed offset now would read what was before.
        while not (await self._state()).startswith("Complete"):  # noqa: ASYNC110 - nobody tells
            await asyncio.sleep(_PAUSE / 10)


class _DescribeTransactionsResponse(Response):  # type: ignore[misc]
    API_KEY = 65
    API_VERSION = 0
    SCHEMA = Schema(
        ("throttle_time_ms", Int32),
        (
            "transaction_states",
            CompactArray(
                ("error_code", Int16),
                ("transactional_id", CompactString("utf-8")),
                ("transaction_state", CompactString("utf-8")),
                ("transaction_timeout_ms", Int32),
                ("transaction_start_time_ms", Int64),
                ("producer_id", Int64),
                ("producer_epoch", Int16),
                (
                    "topics",
                    CompactArray(
                        ("topic", CompactString("utf-8")), ("partitions", CompactArray(Int32)), ("tags", TaggedFields)
                    ),
                ),
                ("tags", TaggedFields),
            ),
        ),
        ("tags", TaggedFields),
    )


class _DescribeTransactionsRequest(RequestStruct):  # type: ignore[misc]
    FLEXIBLE_VERSION = True
    API_KEY = 65
    API_VERSION = 0
    RESPONSE_TYPE = _DescribeTransactionsResponse
    SCHEMA = Schema(("transactional_ids", CompactArray(CompactString("utf-8"))), ("tags", TaggedFields))


class DescribeTransactionsRequest(Request[_DescribeTransactionsRequest]):  # type: ignore[misc]
    """Kafka's DescribeTransactions (KIP-664), version 0, which aiokafka 0.14 does not have, of one transactional id."""

    API_KEY = 65

    def __init__(self, transactional_id: str) -> None:
        self._transactional_id = transactional_id

    def build(self, request_struct_class: type[_DescribeTransactionsRequest]) -> _DescribeTransactionsRequest:
        return request_struct_class([self._transactional_id], {})

"""A peer on Python's grpcio. Told what to do by lines of JSON on stdin, says what happens by lines of JSON on stdout.

Needs no generated code: the messages are made from a file of descriptors.
"""

import json
import queue
import sys
import threading

import grpc
from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

PACKAGE = "remotemedia.v1.webrtc"
METHOD = f"/{PACKAGE}.WebRtcSignaling/Signal"


def load_messages(path):
    with open(path, "rb") as file:
        descriptors = descriptor_pb2.FileDescriptorSet.FromString(file.read())
    pool = descriptor_pool.DescriptorPool()
    for file in descriptors.file:
        pool.Add(file)
    factory = message_factory.MessageFactory(pool)
    return [
        factory.GetPrototype(pool.FindMessageTypeByName(f"{PACKAGE}.{name}"))
        for name in ("SignalingRequest", "SignalingResponse")
    ]


def say(line):
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


def news_of(notification):
    kind = notification.WhichOneof("notification")
    value = getattr(notification, kind)
    if kind in ("offer", "answer"):
        return {"kind": kind, "peer": value.from_peer_id, "text": value.sdp}
    if kind == "ice_candidate":
        return {"kind": "candidate", "peer": value.from_peer_id, "text": value.candidate}
    return {"kind": kind.replace("peer_", ""), "peer": value.peer_id}


def result_of(response):
    if response.WhichOneof("response") == "error":
        return {"code": response.error.code, "message": response.error.message}
    return {"peers": [peer.peer_id for peer in response.peer_list.peers]}


def read(responses):
    try:
        for response in responses:
            if response.WhichOneof("response") == "notification":
                say({"news": news_of(response.notification)})
            else:
                say({"id": response.request_id, "result": result_of(response)})
        say({"ended": "OK"})
    except grpc.RpcError as error:
        say({"ended": f"{error.code().name}: {error.details()}"})


def main(target, descriptors):
    request_type, response_type = load_messages(descriptors)
    requests = queue.Queue()
    with grpc.insecure_channel(target) as channel:
        call = channel.stream_stream(
            METHOD,
            request_serializer=request_type.SerializeToString,
            response_deserializer=response_type.FromString,
        )
        reader = threading.Thread(target=read, args=(call(iter(requests.get, None)),))
        reader.start()
        for line in sys.stdin:
            order = json.loads(line)
            requests.put(request_type(request_id=order["id"], **order["request"]))
        requests.put(None)
        reader.join()


main(*sys.argv[1:])

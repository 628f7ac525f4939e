/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Every reason for which a message, a packet or a request is dropped or
 * refused: RSVP_DROP(NAME, name, text); RSVP_NOTE() where it went on, and
 * only the count is of interest (the tracepoint tells of both). The kernel
 * makes enum, counters and trace names of it; userland reads name, value and
 * text over netlink. Only grow it at the end of its group.
 */

/* The common header and its way in: hooks.c, input.c */
RSVP_DROP(SHORT, "short", "shorter than an RSVP common header")
RSVP_DROP(VERSION, "version", "RSVP version is not 1")
RSVP_DROP(LENGTH, "length",
	  "RSVP length differs from what the IP packet carries, or is no multiple of 4")
RSVP_DROP(CHECKSUM, "checksum", "RSVP checksum is wrong")
RSVP_DROP(TTL_ZERO, "ttl_zero", "Send_TTL or IP TTL is 0")
RSVP_DROP(QUEUE_FULL, "queue_full",
	  "the receive queue of the interface has no room")
RSVP_DROP(SOURCE_SHARE, "source_share",
	  "the source addresses that share a bucket, of 64, have as much of the receive queue as they leave to others")
RSVP_DROP(FRAGMENT, "fragment", "a fragment that could not be reassembled")
RSVP_DROP(LOOPBACK, "loopback", "a copy of our own multicast message came back")
RSVP_DROP(NO_MEMORY, "no_memory", "no memory")
RSVP_DROP(IFACE_GONE, "iface_gone",
	  "the interface went away or was disabled while the message waited")
RSVP_DROP(MSG_TYPE, "msg_type", "unknown message type")
RSVP_NOTE(MSG_UNSUPPORTED, "msg_unsupported",
	  "a message of an extension that this node does not run went on untouched")
RSVP_NOTE(FOREIGN_SESSION, "foreign_session",
	  "a message about a session of another kind (RSVP-TE) went on untouched")
RSVP_DROP(POLICY, "policy",
	  "an IPsec policy of the host does not let the message in")

/* Objects: codec.c */
RSVP_DROP(OBJ_LENGTH_ZERO, "obj_length_zero", "an object of length 0")
RSVP_DROP(OBJ_LENGTH, "obj_length",
	  "an object's length is below 4 or no multiple of 4")
RSVP_DROP(OBJ_OVERRUN, "obj_overrun",
	  "an object runs over the end of the message")
RSVP_DROP(OBJ_SIZE, "obj_size",
	  "an object's length does not fit its class and C-Type")
RSVP_DROP(OBJ_MISSING, "obj_missing", "a mandatory object is missing")
RSVP_DROP(OBJ_DUPLICATE, "obj_duplicate",
	  "an object stands twice that may stand once")
RSVP_DROP(OBJ_ORDER, "obj_order", "a flow or sender descriptor is out of order")
RSVP_DROP(OBJ_UNEXPECTED, "obj_unexpected",
	  "an object that this message type may not carry")
RSVP_DROP(OBJ_TOO_MANY, "obj_too_many",
	  "more objects, filters or addresses than the named caps allow")
RSVP_DROP(UNKNOWN_CLASS, "unknown_class",
	  "unknown object class that must be refused (RFC 2205, 3.10)")
RSVP_DROP(UNKNOWN_CTYPE, "unknown_ctype",
	  "unknown C-Type of a known class (RFC 2205, 3.10)")
RSVP_DROP(FAMILY_MIX, "family_mix", "addresses of both families in one message")
RSVP_DROP(SESSION_ADDR, "session_addr",
	  "the session's destination is no address that a session can have")
RSVP_DROP(SESSION_PORT, "session_port",
	  "protocol 0, or a source port with destination port 0")
RSVP_DROP(HOP_ADDR, "hop_addr", "the hop's address is no unicast address")
RSVP_DROP(SENDER_ADDR, "sender_addr",
	  "the sender's address is no unicast address")
RSVP_DROP(TIME_VALUE, "time_value", "refresh period 0 or beyond the cap")
RSVP_DROP(STYLE_UNKNOWN, "style_unknown", "unknown reservation style")
RSVP_DROP(STYLE_FILTERS, "style_filters",
	  "filter specs that do not go with the style")
RSVP_DROP(FLOAT, "float",
	  "NaN, a sign bit or a forbidden infinity in a Tspec or flowspec")
RSVP_DROP(TSPEC, "tspec", "a Tspec whose numbers contradict each other")
RSVP_DROP(FLOWSPEC, "flowspec",
	  "a flowspec whose numbers contradict each other or whose service is unknown")
RSVP_DROP(ADSPEC, "adspec", "an ADSPEC that is not well formed")
RSVP_DROP(CONFIRM_ADDR, "confirm_addr",
	  "the receiver's address in RESV_CONFIRM is no unicast address")

/* State: psb.c, path.c, rsb.c, resv.c */
RSVP_DROP(NO_SESSION, "no_session", "no such session")
RSVP_DROP(NO_PATH, "no_path", "no path state for the session")
RSVP_DROP(NO_SENDER, "no_sender", "no sender matches the filter specs")
RSVP_DROP(NO_RESV, "no_resv", "no reservation state matches")
RSVP_DROP(CONFIRM_DST, "confirm_dst",
	  "a ResvConf that goes to another address than that of the receiver it names")
RSVP_DROP(PHOP_SELF, "phop_self", "the previous hop is an address of this node")
RSVP_DROP(SENDER_LOCAL, "sender_local",
	  "a Path from elsewhere for a sender that is of this node")
RSVP_DROP(NOT_FOR_US, "not_for_us",
	  "the logical interface handle names no interface of this node")
RSVP_DROP(STYLE_CONFLICT, "style_conflict",
	  "style conflicts with the session's existing reservation")
RSVP_DROP(SERVICE_CONFLICT, "service_conflict",
	  "another service is in use in the session")
RSVP_DROP(DST_PORT_CONFLICT, "dst_port_conflict",
	  "session with port 0 against one with a port")
RSVP_DROP(SRC_PORT_CONFLICT, "src_port_conflict",
	  "sender with port 0 against one with a port")
RSVP_DROP(CAP_SESSIONS, "cap_sessions", "cap of sessions reached")
RSVP_DROP(CAP_PSBS, "cap_psbs", "cap of path states reached")
RSVP_DROP(CAP_RSBS, "cap_rsbs", "cap of reservation states reached")
RSVP_DROP(CAP_BYTES, "cap_bytes",
	  "more opaque objects or SCOPE addresses than the caps allow")
RSVP_DROP(CAP_FILTERS, "cap_filters", "cap of filters per reservation reached")
RSVP_DROP(TTL_SCOPE, "ttl_scope", "not forwarded: the TTL is used up")
RSVP_DROP(NO_ROUTE, "no_route", "no route to the destination")
RSVP_DROP(WRONG_IIF, "wrong_iif",
	  "a Path that is kept but not forwarded: multicast routing expects its sender by another interface")
RSVP_DROP(ROUTE_DISABLED, "route_disabled",
	  "the route leads out of an interface without RSVP")
RSVP_DROP(NO_LISTENER, "no_listener", "an error or confirmation for nobody")
RSVP_DROP(ADMISSION, "admission", "a reservation refused by admission control")
RSVP_DROP(TX_SIZE, "tx_size", "a message too large to be sent")
RSVP_DROP(TX_ROUTE, "tx_route", "a message that could not be routed")
RSVP_DROP(TX_ERROR, "tx_error", "the stack refused to send a message")
RSVP_DROP(DESCRIPTOR, "descriptor",
	  "no message of its own: an FF flow descriptor refused for its flowspec, by a reason counted too, while the rest of its Resv was processed")
RSVP_DROP(ROUTE_BACK, "route_back",
	  "a Path that is kept but not forwarded: the route leads back by the interface that it came in by")
RSVP_NOTE(CAP_REPEATS, "cap_repeats",
	  "a message that was not repeated early, for the cap of repeats was reached")
RSVP_DROP(CAP_RESVERRS, "cap_resverrs",
	  "no message of its own: a refused flow descriptor of which no ResvErr told, for its Resv was answered with as many as one may make")
RSVP_DROP(OLD_HOP, "old_hop",
	  "a ResvTear to an address by which its next hop no longer knows this node")

/* Sockets: accept.c */
RSVP_NOTE(ACCEPT_MISSED, "accept_missed",
	  "a connection that did not get the QoS of its listener: too many at once, or no memory")

/* Flows of programs that know nothing of us: flows.c */
RSVP_NOTE(CAP_FLOWS, "cap_flows",
	  "a packet of a flow that a rule matches, for which there was no room or no memory: it has no QoS")

/* Members of groups behind interfaces: report.c, group.c */
RSVP_NOTE(CAP_GROUPS, "cap_groups",
	  "an IGMP or MLD report that is too large, or one, or a group in one, for which there was no room or no memory: nobody there is answered for")

/* Data packets: classify.c */
RSVP_NOTE(FOREIGN_CLASS, "foreign_class",
	  "a packet that nobody reserved for named a class of ours; set to best effort")
RSVP_NOTE(PORTLESS, "portless",
	  "a fragment without ports was treated as best effort")
RSVP_NOTE(DEMOTED, "demoted",
	  "a packet beyond its Tspec was treated as best effort")
RSVP_DROP(DISCARDED, "discarded",
	  "a packet of this host beyond its Tspec, whose sender wants such packets discarded")

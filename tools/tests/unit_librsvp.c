// SPDX-License-Identifier: GPL-2.0
/* Templates, structures to attributes and back, events: no kernel is asked. */

#include <arpa/inet.h>
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <linux/netlink.h>
#include <netlink/attr.h>
#include <netlink/genl/genl.h>
#include <netlink/netlink.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>

#include "../../selftests/unit/tap.h"
#include "../librsvp/librsvp.h"

static char directory[] = "/tmp/unit_librsvp.XXXXXX";

static void write_template(const char *name, const char *text)
{
	char path[128];
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s", directory, name);
	file = fopen(path, "we");
	if (!file || fputs(text, file) < 0 || fclose(file))
		perror(path);
}

static void remove_template(const char *name)
{
	char path[128];

	snprintf(path, sizeof(path), "%s/%s", directory, name);
	unlink(path);
}

static int read_template(const char *text, struct rsvp_qos *qos, char *why,
			 size_t size)
{
	int err;

	write_template("test.conf", text);
	err = librsvp_template_get(directory, "test", qos, why, size);
	remove_template("test.conf");
	return err;
}

static void test_template(void)
{
	struct rsvp_qos qos;
	char why[256] = "";

	tap_ok(!read_template("# a comment\n\n"
			      "send.service-type = guaranteed # and one more\n"
			      "send.token-rate=250000\n"
			      "\tsend.peak-bandwidth =  unlimited \n"
			      "send.no-traffic-control = 1\n"
			      "receive.service-type = controlled-load\n"
			      "receive.no-qos-signaling = 0\n"
			      "style = wf\nconfirm = 1\ndscp = 46\n"
			      "nonconforming = discard", &qos, why, sizeof(why)) &&
	       qos.sending.service_type == (RSVP_SERVICE_TYPE_GUARANTEED |
					    RSVP_SERVICE_NO_TRAFFIC_CONTROL) &&
	       qos.sending.token_rate == 250000 &&
	       qos.sending.peak_bandwidth == RSVP_POSITIVE_INFINITY_RATE &&
	       qos.sending.max_sdu_size == RSVP_NOT_SPECIFIED &&
	       qos.receiving.service_type ==
			RSVP_SERVICE_TYPE_CONTROLLED_LOAD &&
	       qos.receiving.token_rate == RSVP_NOT_SPECIFIED &&
	       qos.style == RSVP_STYLE_WF && qos.confirm == 1 &&
	       qos.dscp == 46 &&
	       qos.nonconforming == RSVP_NONCONFORMING_DISCARD,
	       "a template with everything: %s", why);
	tap_ok(!read_template("receive.service-type = best-effort\n", &qos,
			      NULL, 0) &&
	       qos.sending.service_type == RSVP_SERVICE_TYPE_NO_CHANGE &&
	       qos.confirm == -1 && qos.dscp == -1 && !qos.nonconforming,
	       "a template of one direction");
	tap_ok(!read_template("", &qos, NULL, 0), "an empty template");
}

static void refused(const char *text, const char *reason)
{
	struct rsvp_qos qos;
	char why[256] = "";
	int err;

	err = read_template(text, &qos, why, sizeof(why));
	if (!tap_ok(err && errno == EINVAL && strstr(why, reason),
		    "refused: %s", reason))
		printf("# said %s\n", err ? why : "nothing");
}

static void test_bad_templates(void)
{
	static const char service[] = "send.service-type = guaranteed\n";
	char text[128];

	refused("nothing", "test.conf:1: \"nothing\" has no \"=\"");
	refused("\n\nsend.service-type = fast\n",
		"test.conf:3: \"fast\" is no service type");
	refused("send.service-type = no-change\n", "\"no-change\"");
	refused("sending.token-rate = 1\n", "\"sending.token-rate\" is no key");
	refused("send.rate = 1\n", "\"rate\" is no key of a direction");
	refused("send.token-rate = 2mbit\n", "\"2mbit\" is no number");
	refused("send.token-rate = -1\n", "\"-1\" is no number");
	refused("send.token-rate =\n", "\"\" is no number");
	refused("send.token-rate = unlimited\n", "\"unlimited\" is no number");
	refused("send.token-rate = 18446744073709551615\n", "is no number");
	refused("send.token-rate = 18446744073709551616\n", "is no number");
	refused("style = fx\n", "\"fx\" is no style");
	refused("confirm = 2\n", "\"2\" is out of range");
	refused("dscp = 64\n", "\"64\" is out of range");
	refused("dscp = 1\ndscp = 1\n", "test.conf:2: \"dscp\" stands twice");
	refused("style = ff\nstyle = ff\n", "\"style\" stands twice");
	refused("nonconforming = borrow\n",
		"\"borrow\" is neither shape nor discard");
	refused("nonconforming = shape\nnonconforming = shape\n",
		"test.conf:2: \"nonconforming\" stands twice");
	refused("send.token-rate = 1\n", "\"send.service-type\" is missing");
	refused("receive.no-qos-signaling = 1\n",
		"\"receive.service-type\" is missing");
	refused("send.no-traffic-control = yes\n", "\"yes\" is neither 0 nor 1");
	snprintf(text, sizeof(text), "%s%s", service, service);
	refused(text, "test.conf:2: \"service-type\" stands twice");
}

static int collect(const char *name, const char *file, void *arg)
{
	char *list = arg;

	sprintf(list + strlen(list), "%s%s ", name, file ? "*" : "");
	return 0;
}

static int stop_at_third(const char *name, const char *file, void *arg)
{
	int *n = arg;

	(void)name;
	(void)file;
	return ++*n == 3 ? 42 : 0;
}

static void test_names(void)
{
	char list[512] = "", why[256] = "";
	struct rsvp_qos qos;
	int n = 0;

	tap_ok(!librsvp_template_get(directory, "G711", &qos, NULL, 0) &&
	       qos.sending.token_rate == 11000, "a template that is built in");
	tap_ok(librsvp_template_get(directory, "G.711", &qos, why,
				    sizeof(why)) && errno == ENOENT &&
	       strstr(why, "\"G.711\""), "no template of that name");
	tap_ok(librsvp_template_get(directory, "../G711", &qos, why,
				    sizeof(why)) && errno == EINVAL,
	       "a name is no path");
	tap_ok(librsvp_template_get(directory, "", &qos, why, sizeof(why)) &&
	       errno == EINVAL, "an empty name");

	write_template("G711.conf", "send.service-type = no-traffic\n");
	write_template("a.conf", "");
	write_template("z.conf", "");
	write_template("ignored", "");
	write_template(".hidden.conf", "");
	tap_ok(!librsvp_template_get(directory, "G711", &qos, NULL, 0) &&
	       qos.sending.service_type == RSVP_SERVICE_TYPE_NO_TRAFFIC,
	       "a file goes before what is built in");
	tap_ok(!librsvp_template_list(directory, collect, list) &&
	       !strcmp(list, "G711* G723.1 G729 GSM6.10 H261CIF H261QCIF "
			     "H263CIF H263QCIF a* z* "), "list %s", list);
	tap_ok(librsvp_template_list(directory, stop_at_third, &n) == 42 &&
	       n == 3, "a list is ended by who reads it");
	remove_template("G711.conf");
	remove_template("a.conf");
	remove_template("z.conf");
	remove_template("ignored");
	remove_template(".hidden.conf");
	*list = '\0';
	tap_ok(!librsvp_template_list("/nowhere", collect, list) &&
	       !strncmp(list, "G711 G723.1 ", 12),
	       "without the directory there is what is built in");
}

/* Every flowspec of what is built in holds together */
static void test_builtin(void)
{
	size_t i;

	for (i = 0; librsvp_builtin_names[i]; i++) {
		struct rsvp_qos qos = { 0 };

		tap_ok(librsvp_builtin_get(librsvp_builtin_names[i], &qos) &&
		       qos.sending.token_bucket_size >=
				qos.sending.max_sdu_size &&
		       qos.sending.peak_bandwidth >= qos.sending.token_rate &&
		       qos.sending.max_sdu_size >=
				qos.sending.minimum_policed_size,
		       "%s", librsvp_builtin_names[i]);
	}
}

static struct sockaddr_storage v4(const char *addr, uint16_t port)
{
	struct sockaddr_storage storage = { 0 };
	struct sockaddr_in *in = (struct sockaddr_in *)&storage;

	in->sin_family = AF_INET;
	in->sin_port = htons(port);
	inet_pton(AF_INET, addr, &in->sin_addr);
	return storage;
}

static struct sockaddr_storage v6(const char *addr, uint16_t port)
{
	struct sockaddr_storage storage = { 0 };
	struct sockaddr_in6 *in6 = (struct sockaddr_in6 *)&storage;

	in6->sin6_family = AF_INET6;
	in6->sin6_port = htons(port);
	inet_pton(AF_INET6, addr, &in6->sin6_addr);
	return storage;
}

static bool parse(struct nl_msg *msg, struct nlattr **tb)
{
	return !nlmsg_parse(nlmsg_hdr(msg), 0, tb, RSVP_A_SOCKET_MAX, NULL);
}

static struct nl_msg *new_message(void)
{
	struct nl_msg *msg = nlmsg_alloc();

	nlmsg_put(msg, 0, 0, 0, 0, 0);
	return msg;
}

static void test_attributes(void)
{
	struct sockaddr_storage senders[2], back;
	struct nlattr *tb[RSVP_A_SOCKET_MAX + 1];
	struct rsvp_flowspec flowspec;
	struct librsvp_fault fault;
	struct sockaddr_storage *list;
	struct rsvp_qos qos;
	struct nl_msg *msg;

	rsvp_qos_init(&qos);
	msg = new_message();
	tap_ok(librsvp_put_qos(msg, IPPROTO_UDP, &qos, &fault) &&
	       nlmsg_datalen(nlmsg_hdr(msg)) == 0,
	       "QoS that changes nothing says nothing");
	nlmsg_free(msg);

	senders[0] = v4("10.0.1.2", 5004);
	senders[1] = v6("fd00::1", 5005);
	qos.sending.service_type = RSVP_SERVICE_TYPE_GUARANTEED |
		RSVP_SERVICE_NO_QOS_SIGNALING;
	qos.sending.token_rate = 5000000000;
	qos.sending.peak_bandwidth = RSVP_POSITIVE_INFINITY_RATE;
	qos.sending.latency = 1000;
	qos.style = RSVP_STYLE_SE;
	qos.n_senders = 2;
	qos.senders = senders;
	qos.dscp = 0;
	qos.nonconforming = RSVP_NONCONFORMING_SHAPE;
	msg = new_message();
	tap_ok(librsvp_put_qos(msg, IPPROTO_UDP, &qos, &fault) && parse(msg, tb) &&
	       tb[RSVP_A_SOCKET_SEND] && !tb[RSVP_A_SOCKET_RECEIVE] &&
	       nla_get_u32(tb[RSVP_A_SOCKET_STYLE]) == RSVP_STYLE_SE &&
	       nla_get_u32(tb[RSVP_A_SOCKET_DSCP]) == 0 &&
	       nla_get_u32(tb[RSVP_A_SOCKET_NONCONFORMING]) ==
			RSVP_NONCONFORMING_SHAPE &&
	       !tb[RSVP_A_SOCKET_CONFIRM],
	       "what was said stands there, and nothing else");
	librsvp_get_flowspec(tb[RSVP_A_SOCKET_SEND], &flowspec);
	tap_ok(!memcmp(&flowspec, &qos.sending, sizeof(flowspec)),
	       "a flowspec comes back as it went");
	tap_ok(nla_find(nla_data(tb[RSVP_A_SOCKET_SEND]),
			nla_len(tb[RSVP_A_SOCKET_SEND]),
			RSVP_A_QOS_NO_QOS_SIGNALING) &&
	       !nla_find(nla_data(tb[RSVP_A_SOCKET_SEND]),
			 nla_len(tb[RSVP_A_SOCKET_SEND]),
			 RSVP_A_QOS_NO_TRAFFIC_CONTROL),
	       "what is added to a service type is a flag");
	librsvp_get_filter(tb[RSVP_A_SOCKET_FILTER], &back);
	tap_ok(!memcmp(&back, &senders[1], sizeof(back)),
	       "an address comes back as it went");
	nlmsg_free(msg);

	msg = new_message();
	nla_put(msg, RSVP_A_SOCKET_SEND, 3, "abc");
	parse(msg, tb);
	librsvp_get_flowspec(tb[RSVP_A_SOCKET_SEND], &flowspec);
	tap_ok(flowspec.service_type == RSVP_SERVICE_TYPE_NO_CHANGE,
	       "garbage is no flowspec");
	tap_ok(!librsvp_get_filters(tb[RSVP_A_SOCKET_SEND],
				    RSVP_A_SOCKET_FILTER, &list) && !list,
	       "and has no filters");
	nlmsg_free(msg);
}

/* Guaranteed service has error terms, also if they are 0 */
static void test_adspec(void)
{
	struct nlattr *tb[RSVP_A_NOTICE_MAX + 1], *nest;
	struct nl_msg *msg = new_message();
	struct rsvp_adspec adspec;

	nest = nla_nest_start(msg, NLA_F_NESTED | RSVP_A_NOTICE_ADSPEC);
	nla_put_u32(msg, RSVP_A_ADSPEC_HOPS, 3);
	nla_put_u32(msg, RSVP_A_ADSPEC_MTU, 1500);
	nla_nest_end(msg, nest);
	nlmsg_parse(nlmsg_hdr(msg), 0, tb, RSVP_A_NOTICE_MAX, NULL);
	librsvp_get_adspec(tb[RSVP_A_NOTICE_ADSPEC], &adspec);
	tap_ok(adspec.hops == 3 && adspec.mtu == 1500 && !adspec.c_total &&
	       adspec.flags == RSVP_ADSPEC_NO_GUARANTEED,
	       "an ADSPEC of controlled load alone");
	nlmsg_free(msg);

	msg = new_message();
	nest = nla_nest_start(msg, NLA_F_NESTED | RSVP_A_NOTICE_ADSPEC);
	nla_put_u32(msg, RSVP_A_ADSPEC_CTOT, 0);
	nla_put_u32(msg, RSVP_A_ADSPEC_DTOT, 20);
	nla_put_flag(msg, RSVP_A_ADSPEC_CL_BREAK);
	nla_nest_end(msg, nest);
	nlmsg_parse(nlmsg_hdr(msg), 0, tb, RSVP_A_NOTICE_MAX, NULL);
	librsvp_get_adspec(tb[RSVP_A_NOTICE_ADSPEC], &adspec);
	tap_ok(adspec.d_total == 20 &&
	       adspec.flags == RSVP_ADSPEC_CONTROLLED_LOAD_BREAK,
	       "an ADSPEC with guaranteed service");
	nlmsg_free(msg);
}

static void test_destination(void)
{
	struct nlattr *tb[RSVP_A_SOCKET_MAX + 1], *leaf[RSVP_A_LEAF_MAX + 1];
	struct sockaddr_storage back;
	struct librsvp_fault fault;
	struct rsvp_qos qos;
	struct nl_msg *msg = new_message();
	uint32_t proto = 99;

	rsvp_qos_init(&qos);
	qos.destination = v4("10.0.3.2", 5004);
	qos.sending.service_type = RSVP_SERVICE_TYPE_CONTROLLED_LOAD;
	tap_ok(librsvp_put_qos(msg, IPPROTO_UDP, &qos, &fault) && parse(msg, tb) &&
	       tb[RSVP_A_SOCKET_SEND] && tb[RSVP_A_SOCKET_DESTINATION] &&
	       !nla_parse_nested(leaf, RSVP_A_LEAF_MAX,
				 tb[RSVP_A_SOCKET_DESTINATION], NULL) &&
	       leaf[RSVP_A_LEAF_SESSION] && !leaf[RSVP_A_LEAF_SEND] &&
	       !leaf[RSVP_A_LEAF_DIRECTION], "a destination beside sending");
	librsvp_get_session(leaf[RSVP_A_LEAF_SESSION], &back, &proto);
	tap_ok(!memcmp(&back, &qos.destination, sizeof(back)) &&
	       proto == IPPROTO_UDP, "with the protocol of the socket");
	nlmsg_free(msg);
}

static void faulty(const char *text, int err, uint32_t status,
		   const struct rsvp_qos *qos)
{
	struct nl_msg *msg = new_message();
	struct librsvp_fault fault = { 0 };

	tap_ok(!librsvp_put_qos(msg, IPPROTO_UDP, qos, &fault) && fault.err == err &&
	       fault.status == status && strstr(fault.text, text),
	       "refused: %s", text);
	nlmsg_free(msg);
}

static void test_faults(void)
{
	struct sockaddr_storage group = v4("239.1.1.5", 5004);
	struct sockaddr_storage none = { 0 };
	struct librsvp_fault fault = { 0 };
	struct nl_msg *msg = new_message();
	struct rsvp_qos qos;

	rsvp_qos_init(&qos);
	qos.receiving.service_type = 4;
	faulty("0x4 is no service type", EINVAL,
	       RSVP_QOS_STATUS_E_SERVICE_TYPE, &qos);
	qos.receiving.service_type = RSVP_SERVICE_TYPE_GUARANTEED;
	qos.receiving.delay_variation = 4294967296;
	faulty("delay_variation", ERANGE, RSVP_QOS_STATUS_E_FLOWSPEC, &qos);
	rsvp_qos_init(&qos);
	qos.n_senders = RSVP_MAX_SENDERS + 1;
	faulty("senders", EINVAL, RSVP_QOS_STATUS_E_FILTERCOUNT, &qos);
	qos.n_senders = 1;
	qos.senders = &none;
	faulty("neither", EAFNOSUPPORT, 0, &qos);
	rsvp_qos_init(&qos);
	qos.destination = v4("10.0.3.2", 0);
	faulty("destination has no port", EINVAL, 0, &qos);
	qos.destination = v6("fd00::1", 0);
	faulty("destination has no port", EINVAL, 0, &qos);
	rsvp_qos_init(&qos);
	qos.nonconforming = 3;
	faulty("neither to shape nor to discard", EINVAL,
	       RSVP_QOS_STATUS_E_SDMODEOBJ, &qos);

	rsvp_qos_init(&qos);
	qos.nonconforming = RSVP_NONCONFORMING_DISCARD;
	tap_ok(!librsvp_put_leaf(msg, IPPROTO_UDP, (struct sockaddr *)&group,
				 sizeof(group), 0, RSVP_JL_BOTH, &qos, &fault) &&
	       fault.status == RSVP_QOS_STATUS_E_PROVSPECBUF,
	       "what is beyond them is the socket's");
	rsvp_qos_init(&qos);
	qos.dscp = 5;
	tap_ok(!librsvp_put_leaf(msg, IPPROTO_UDP, (struct sockaddr *)&group,
				 sizeof(group), 0, RSVP_JL_BOTH, &qos, &fault) &&
	       fault.status == RSVP_QOS_STATUS_E_PROVSPECBUF,
	       "a group has flowspecs only");
	tap_ok(!librsvp_put_leaf(msg, IPPROTO_UDP, (struct sockaddr *)&group,
				 4, 0, RSVP_JL_BOTH, NULL, &fault) &&
	       fault.err == EAFNOSUPPORT, "an address that is cut off");
	nlmsg_free(msg);
}

/* Where attribute @b is, in @a in RSVP_A_SOCKET; 0: that in which it would be */
static uint32_t offset_of(struct nl_msg *msg, int a, int b)
{
	struct genlmsghdr *ghdr = genlmsg_hdr(nlmsg_hdr(msg));
	struct nlattr *nla = genlmsg_attrdata(ghdr, 0);

	if (a)
		nla = nla_find(nla_data(nla), nla_len(nla), a);
	if (b)
		nla = nla_find(nla_data(nla), nla_len(nla), b);
	return (uint32_t)((char *)nla - (char *)nlmsg_hdr(msg));
}

static void member_is(struct nl_msg *msg, uint32_t offset, const char *name,
		      bool flowspec)
{
	char text[64] = "";
	bool is_flowspec, named;

	named = librsvp_member_at(nlmsg_hdr(msg), offset, text, sizeof(text),
				  &is_flowspec);
	if (!tap_ok(named == !!name && is_flowspec == flowspec &&
		    !strcmp(text, name ? name : ""), "member %s",
		    name ? name : "of nothing"))
		printf("# got %s\n", text);
}

static struct nl_msg *new_request(struct nlattr **nest)
{
	struct nl_msg *msg = nlmsg_alloc();

	genlmsg_put(msg, 0, 0, 0, 0, 0, 0, 0);
	*nest = nla_nest_start(msg, NLA_F_NESTED | RSVP_A_SOCKET);
	nla_put_u32(msg, RSVP_A_SOCKET_FD, 5);
	return msg;
}

static void test_members(void)
{
	struct sockaddr_storage group = v4("239.1.1.5", 5004);
	struct librsvp_fault fault;
	struct rsvp_qos qos;
	struct nlattr *nest;
	struct nl_msg *msg;

	rsvp_qos_init(&qos);
	qos.receiving.service_type = RSVP_SERVICE_TYPE_GUARANTEED;
	qos.receiving.token_rate = 1;
	qos.receiving.max_sdu_size = 70000;
	qos.dscp = 5;
	msg = new_request(&nest);
	librsvp_put_qos(msg, IPPROTO_UDP, &qos, &fault);
	nla_nest_end(msg, nest);
	member_is(msg, offset_of(msg, RSVP_A_SOCKET_RECEIVE,
				 RSVP_A_QOS_MAX_SDU_SIZE),
		  "receiving.max_sdu_size", true);
	member_is(msg, offset_of(msg, RSVP_A_SOCKET_RECEIVE,
				 RSVP_A_QOS_SERVICE_TYPE),
		  "receiving.service_type", true);
	member_is(msg, offset_of(msg, RSVP_A_SOCKET_RECEIVE, 0), "receiving",
		  true);
	member_is(msg, offset_of(msg, RSVP_A_SOCKET_DSCP, 0), "dscp", false);
	member_is(msg, offset_of(msg, RSVP_A_SOCKET_FD, 0), NULL, false);
	member_is(msg, offset_of(msg, 0, 0), NULL, false);
	member_is(msg, 0, NULL, false);
	member_is(msg, 60000, NULL, false);
	nlmsg_free(msg);

	qos.dscp = -1;
	msg = new_request(&nest);
	librsvp_put_leaf(msg, IPPROTO_UDP, (struct sockaddr *)&group,
			 sizeof(group), 7, RSVP_JL_BOTH, &qos, &fault);
	nla_nest_end(msg, nest);
	member_is(msg, offset_of(msg, RSVP_A_SOCKET_LEAF, RSVP_A_LEAF_SESSION),
		  "group", false);
	member_is(msg, offset_of(msg, RSVP_A_SOCKET_LEAF, RSVP_A_LEAF_RECEIVE),
		  "receiving", true);
	member_is(msg, offset_of(msg, RSVP_A_SOCKET_LEAF, 0), NULL, false);
	nlmsg_free(msg);
}

/* A handle that the kernel knows nothing of */
static void make_handle(struct rsvp *rsvp)
{
	struct epoll_event event = { .events = EPOLLIN };

	memset(rsvp, 0, sizeof(*rsvp));
	rsvp->buffer = malloc(65536);
	rsvp->sock = nl_socket_alloc();
	nl_connect(rsvp->sock, NETLINK_GENERIC);
	rsvp->ready = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	rsvp->poll = epoll_create1(EPOLL_CLOEXEC);
	epoll_ctl(rsvp->poll, EPOLL_CTL_ADD, rsvp->ready, &event);
}

static void free_handle(struct rsvp *rsvp)
{
	librsvp_events_free(rsvp);
	nl_socket_free(rsvp->sock);
	close(rsvp->ready);
	close(rsvp->poll);
	free(rsvp->buffer);
}

static void add_event(struct rsvp *rsvp, uint32_t status)
{
	struct nl_msg *msg = new_message();
	struct nlattr *nest, *inner;
	struct in_addr addr = { htonl(0x0a000102) };

	nest = nla_nest_start(msg, NLA_F_NESTED | RSVP_A_NOTICE);
	nla_put_u64(msg, RSVP_A_NOTICE_ID, 7);
	nla_put_u32(msg, RSVP_A_NOTICE_STATUS, status);
	nla_put_u32(msg, RSVP_A_NOTICE_DIRECTION, RSVP_DIRECTION_RECEIVE);
	inner = nla_nest_start(msg, NLA_F_NESTED | RSVP_A_NOTICE_FILTER);
	nla_put(msg, RSVP_A_FILTER_SRC4, sizeof(addr), &addr);
	nla_put_u32(msg, RSVP_A_FILTER_SPORT, 5004);
	nla_nest_end(msg, inner);
	inner = nla_nest_start(msg, NLA_F_NESTED | RSVP_A_NOTICE_TSPEC);
	nla_put_u64(msg, RSVP_A_FLOWSPEC_RATE, 260000);
	nla_nest_end(msg, inner);
	inner = nla_nest_start(msg, NLA_F_NESTED | RSVP_A_NOTICE_ERROR);
	nla_put_u32(msg, RSVP_A_ERROR_CODE, 1);
	nla_put_string(msg, RSVP_A_ERROR_TEXT, "not enough");
	nla_nest_end(msg, inner);
	nla_nest_end(msg, nest);
	librsvp_event_add(rsvp, nest);
	nlmsg_free(msg);
}

static bool readable(const struct rsvp *rsvp)
{
	struct pollfd fd = { .fd = rsvp_fd(rsvp), .events = POLLIN };

	return poll(&fd, 1, 0) == 1;
}

static void test_events(void)
{
	struct sockaddr_storage sender = v4("10.0.1.2", 5004);
	struct rsvp_qos_event event;
	struct rsvp rsvp;

	make_handle(&rsvp);
	tap_ok(!readable(&rsvp) && rsvp_next_event(&rsvp, &event) == 0,
	       "no event");
	add_event(&rsvp, RSVP_QOS_STATUS_SENDERS);
	librsvp_event_lost(&rsvp);
	add_event(&rsvp, RSVP_QOS_STATUS_ADMISSION_FAILURE);
	tap_ok(readable(&rsvp) && rsvp_next_event(&rsvp, &event) == 1 &&
	       event.status == RSVP_QOS_STATUS_SENDERS && event.id == 7 &&
	       event.direction == RSVP_DIRECTION_RECEIVE &&
	       event.n_senders == 1 &&
	       !memcmp(event.senders, &sender, sizeof(sender)) &&
	       event.has_flowspec && event.flowspec.token_rate == 260000 &&
	       event.flowspec.peak_bandwidth == RSVP_POSITIVE_INFINITY_RATE &&
	       !event.has_adspec, "the first event, with all it has");
	tap_ok(readable(&rsvp) && rsvp_next_event(&rsvp, &event) == 1 &&
	       event.status == RSVP_QOS_STATUS_ADMISSION_FAILURE &&
	       event.error.code == 1 && !strcmp(event.error.text, "not enough"),
	       "the second event");
	tap_ok(readable(&rsvp) && rsvp_next_event(&rsvp, &event) == 1 &&
	       event.status == RSVP_EVENTS_LOST, "some were lost");
	tap_ok(!readable(&rsvp) && rsvp_next_event(&rsvp, &event) == 0,
	       "nothing more");
	add_event(&rsvp, RSVP_QOS_STATUS_RECEIVERS);
	free_handle(&rsvp);
}

int main(void)
{
	if (!mkdtemp(directory)) {
		perror(directory);
		return 1;
	}
	test_template();
	test_bad_templates();
	test_names();
	test_builtin();
	test_attributes();
	test_adspec();
	test_destination();
	test_faults();
	test_members();
	test_events();
	rmdir(directory);
	return tap_done();
}

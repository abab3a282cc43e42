package dev.orthant.distributed.jgroups;

import dev.orthant.optimizers.SignOfZero;
import dev.orthant.optimizers.collective.RoundPolicy;
import java.io.IOException;
import java.io.Reader;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;

/// The configuration of a group, the same file for all members, in the format of Java's properties:
///
/// ```properties
/// cluster = my-vote
/// members = 127.0.0.1:7801, 127.0.0.1:7802, 127.0.0.1:7803
/// deadline = 10
/// ```
///
/// - `cluster`: members of another name are strangers.
/// - `members`: where rank 0, 1, 2 … listens, each at a place of its own.
/// - `quorum`: more than half of the members; by default the smallest that is.
/// - `deadline`: seconds from the first vote of a round to its verdict, 5 by default.
/// - `detection`: seconds of silence after which a member is taken for dead, 5 by default.
/// - `ties`: `zero` (by default), `plus` or `random`.
/// - `slices`: 1, then the first member counts all votes, or as many as members, then each counts a part. By default 1 up to
///   eight members, a part each beyond.
/// - `dns`, instead of members: the name that has the addresses of all of them, such as `votes.default.svc.cluster.local`;
///   with it `size`, how many members there are; `port`, where each listens, 7800 by default; and `dns-server`, `host:port`
///   of the server that is asked, by default that of the system.
/// - `keystore`: this member's key and certificate; with it TLS, without it loopback only.
/// - `truststore`: whose certificates are welcome; by default the keystore.
/// - `password` of both; or by the environment variable ORTHANT_VOTE_PASSWORD.
///
/// @param cluster    name of the group
/// @param members    where each rank listens
/// @param policy     of the rounds
/// @param detection  silence after which a member is taken for dead
/// @param slices     of a ballot, each counted by another member: 1, or as many as members
/// @param discovery  how members find each other, if not by their addresses in the file
/// @param encryption keys, if the members use TLS
record GroupFile(
        String cluster,
        List<Endpoint> members,
        RoundPolicy policy,
        Duration detection,
        int slices,
        Optional<Dns> discovery,
        Optional<Keys> encryption) {
    /// The environment variable that may hold the password.
    static final String PASSWORD = "ORTHANT_VOTE_PASSWORD";

    /// What JGroups calls the address of this machine that others can reach.
    private static final String ANYWHERE = "NON_LOOPBACK";

    /// Of those who find each other by DNS.
    private static final Set<String> DNS_KEYS = Set.of("dns-server", "size", "port");

    private static final int LAST_PORT = 65_535;

    /// Most members whose votes go through one link.
    private static final int STAR = 8;

    private static final Set<String> KEYS = Set.of(
            "cluster",
            "members",
            "quorum",
            "deadline",
            "detection",
            "ties",
            "slices",
            "dns",
            "dns-server",
            "size",
            "port",
            "keystore",
            "truststore",
            "password");

    /// Where a member listens.
    record Endpoint(String host, int port) {
        @Override
        public String toString() {
            return host + "[" + port + "]";
        }
    }

    /// A name with the address of each member, as that of a headless service of Kubernetes.
    ///
    /// @param name   that is asked for
    /// @param server `host:port` of the server that is asked; empty for that of the system
    record Dns(String name, String server) {}

    /// Files in PKCS#12 format.
    record Keys(Path keystore, Path truststore, String password) {}

    GroupFile {
        members = List.copyOf(members);
        if (members.size() < 1 || 2 * policy.quorum() <= members.size() || policy.quorum() > members.size()) {
            throw new IllegalArgumentException("group file: quorum is " + policy.quorum() + " of " + members.size()
                    + " members; it must be more than half of them, or a split network decides twice");
        }
        if (discovery.isEmpty() && Set.copyOf(members).size() < members.size()) {
            throw new IllegalArgumentException(
                    "group file: members are " + members + "; each must listen at a place of its own");
        }
        for (Endpoint member : members) {
            if (member.port() < 1 || member.port() > LAST_PORT) {
                throw new IllegalArgumentException(
                        "group file: the port of " + member + " must be in 1 to " + LAST_PORT);
            }
        }
        if (detection.isNegative() || detection.isZero()) {
            throw new IllegalArgumentException(
                    "group file: detection is " + detection + "; it must be a millisecond at least");
        }
        if (slices != 1 && slices != members.size()) {
            throw new IllegalArgumentException(
                    "group file: slices is " + slices + "; it must be 1 or as many as members, " + members.size());
        }
        if (encryption.isEmpty()) {
            for (Endpoint member : members) {
                requireLoopback(member);
            }
        }
    }

    /// @throws IllegalArgumentException saying what is wrong with the file
    static GroupFile read(Path file) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (IOException missing) {
            throw new IllegalArgumentException(
                    "group file: " + file + " cannot be read ("
                            + missing.getClass().getSimpleName() + ")",
                    missing);
        }
        TreeSet<String> unknown = new TreeSet<>(properties.stringPropertyNames());
        unknown.removeAll(KEYS);
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException(
                    "group file: " + file + " has " + unknown + "; known are " + new TreeSet<>(KEYS));
        }
        Optional<Dns> dns = Optional.ofNullable(properties.getProperty("dns"))
                .map(name -> new Dns(name.strip(), properties.getProperty("dns-server", "")));
        boolean more = properties.stringPropertyNames().stream().anyMatch(DNS_KEYS::contains);
        if (dns.isPresent() == properties.containsKey("members") || (more && dns.isEmpty())) {
            throw new IllegalArgumentException(
                    "group file: " + file + " must say either members, or dns, size and port");
        }
        List<Endpoint> members = dns.isPresent()
                ? anywhere(integer(properties, "size", 0), integer(properties, "port", 7800))
                : members(required(properties, "members", file));
        int quorum = integer(properties, "quorum", members.size() / 2 + 1);
        RoundPolicy policy = new RoundPolicy(
                quorum,
                seconds(properties, "deadline"),
                ties(properties.getProperty("ties", "zero").strip()),
                0);
        return new GroupFile(
                required(properties, "cluster", file),
                members,
                policy,
                seconds(properties, "detection"),
                integer(properties, "slices", slices(members.size())),
                dns,
                keys(properties, file));
    }

    /// How many slices a group of this size has, if its file does not say.
    static int slices(int size) {
        return size <= STAR ? 1 : size;
    }

    private static Optional<Keys> keys(Properties properties, Path file) {
        Path folder = file.toAbsolutePath().getParent();
        String keystore = properties.getProperty("keystore");
        if (keystore == null || folder == null) {
            return Optional.empty();
        }
        String password = Optional.ofNullable(System.getenv(PASSWORD)).orElse(properties.getProperty("password", ""));
        Keys keys = new Keys(
                folder.resolve(keystore), folder.resolve(properties.getProperty("truststore", keystore)), password);
        for (Path path : List.of(keys.keystore(), keys.truststore())) {
            if (!Files.isReadable(path)) {
                throw new IllegalArgumentException("group file: " + file + " names " + path + ", which cannot be read");
            }
        }
        return Optional.of(keys);
    }

    private static List<Endpoint> anywhere(int size, int port) {
        if (size < 1) {
            throw new IllegalArgumentException(
                    "group file: with dns it must say size, how many members there are; at least 1");
        }
        return Collections.nCopies(size, new Endpoint(ANYWHERE, port));
    }

    private static void requireLoopback(Endpoint member) {
        try {
            if (member.host().equals(ANYWHERE)) {
                throw new IllegalArgumentException(
                        "group file: there is dns and no keystore; votes leave the machine under TLS only");
            }
            if (!InetAddress.getByName(member.host()).isLoopbackAddress()) {
                throw new IllegalArgumentException("group file: member " + member
                        + " is not on this machine and there is no keystore; votes leave the machine under TLS only");
            }
        } catch (UnknownHostException unknown) {
            throw new IllegalArgumentException("group file: the host of member " + member + " is not known", unknown);
        }
    }

    private static List<Endpoint> members(String text) {
        List<Endpoint> members = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            String member = part.strip();
            int colon = member.lastIndexOf(':');
            if (colon < 1 || !member.substring(colon + 1).matches("\\d{1,5}")) {
                throw new IllegalArgumentException("group file: member " + member + " came; host:port is required");
            }
            members.add(new Endpoint(member.substring(0, colon), Integer.parseInt(member.substring(colon + 1))));
        }
        return members;
    }

    private static SignOfZero ties(String word) {
        for (SignOfZero each : SignOfZero.values()) {
            if (each.name().toLowerCase(Locale.ROOT).equals(word)) {
                return each;
            }
        }
        throw new IllegalArgumentException("group file: ties is " + word + "; it must be zero, plus or random");
    }

    /// From a millisecond to a day: both times of a group are 5 s by default.
    private static Duration seconds(Properties properties, String key) {
        String text = properties.getProperty(key, "5").strip();
        try {
            double seconds = Double.parseDouble(text);
            if (seconds >= 0.001 && seconds <= Duration.ofDays(1).toSeconds()) {
                return Duration.ofMillis(Math.round(1000 * seconds));
            }
        } catch (NumberFormatException notANumber) {
            throw new IllegalArgumentException(
                    "group file: " + key + " is " + text + "; a number of seconds is required", notANumber);
        }
        throw new IllegalArgumentException(
                "group file: " + key + " is " + text + "; from a thousandth of a second to a day is required");
    }

    private static int integer(Properties properties, String key, int otherwise) {
        String text = properties.getProperty(key);
        try {
            return text == null ? otherwise : Integer.parseInt(text.strip());
        } catch (NumberFormatException notANumber) {
            throw new IllegalArgumentException(
                    "group file: " + key + " is " + text + "; a whole number is required", notANumber);
        }
    }

    private static String required(Properties properties, String key, Path file) {
        String value = properties.getProperty(key);
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException("group file: " + file + " does not say " + key);
        }
        return value.strip();
    }
}

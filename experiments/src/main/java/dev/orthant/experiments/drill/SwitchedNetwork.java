package dev.orthant.experiments.drill;

import java.util.ArrayList;
import java.util.List;

/// One network namespace for each member, joined by cables to a switch, to be unplugged and broken by drills. Addresses are
/// 10.77.0.1 for rank 0, and so on.
final class SwitchedNetwork implements AutoCloseable {
    /// Of an Ethernet card that nobody has.
    private static final String NOBODY = "02:00:00:00:00:fe";

    private final NetworkNamespace bridge = NetworkNamespace.open();
    private final List<NetworkNamespace> hosts = new ArrayList<>();

    SwitchedNetwork(int size) {
        try {
            bridge.run("ip", "link", "add", "switch", "type", "bridge");
            bridge.run("ip", "link", "set", "switch", "up");
            for (int rank = 0; rank < size; rank++) {
                NetworkNamespace host = NetworkNamespace.open();
                hosts.add(host);
                String pid = Long.toString(host.pid());
                bridge.run("ip", "link", "add", cable(rank), "type", "veth", "peer", "name", "eth0", "netns", pid);
                bridge.run("ip", "link", "set", cable(rank), "master", "switch", "up");
                host.run("ip", "address", "add", address(rank) + "/24", "dev", "eth0");
                host.run("ip", "link", "set", "eth0", "up");
            }
        } catch (DrillFailed refused) {
            close();
            throw refused;
        }
    }

    /// Put before a command, runs it at the place of that rank.
    List<String> prefix(int rank) {
        return hosts.get(rank).prefix();
    }

    /// `host:port` of all ranks.
    List<String> members() {
        List<String> members = new ArrayList<>();
        for (int rank = 0; rank < hosts.size(); rank++) {
            members.add(address(rank) + ":7800");
        }
        return members;
    }

    void unplug(int rank) {
        bridge.run("ip", "link", "set", cable(rank), "down");
    }

    void plug(int rank) {
        bridge.run("ip", "link", "set", cable(rank), "up");
    }

    /// From now on nothing that one sends to the other arrives; the other way all does.
    void lose(int from, int to) {
        hosts.get(from)
                .run("ip", "neighbour", "replace", address(to), "lladdr", NOBODY, "dev", "eth0", "nud", "permanent");
    }

    void heal(int from, int to) {
        hosts.get(from).run("ip", "neighbour", "del", address(to), "dev", "eth0");
    }

    private static String address(int rank) {
        return "10.77.0." + (rank + 1);
    }

    private static String cable(int rank) {
        return "cable" + rank;
    }

    @Override
    public void close() {
        hosts.forEach(NetworkNamespace::close);
        bridge.close();
    }
}

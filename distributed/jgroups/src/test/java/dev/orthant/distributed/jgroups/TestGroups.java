package dev.orthant.distributed.jgroups;

import dev.orthant.distributed.jgroups.GroupFile.Endpoint;
import dev.orthant.distributed.jgroups.GroupFile.Keys;
import dev.orthant.optimizers.collective.RoundPolicy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Groups on this machine for tests.
final class TestGroups {
    static final String PASSWORD = "not-a-secret";

    private TestGroups() {}

    /// A group on free ports.
    static GroupFile group(int size, RoundPolicy policy) throws IOException {
        return new GroupFile(
                "test",
                endpoints(size),
                policy,
                Duration.ofSeconds(1),
                GroupFile.slices(size),
                Optional.empty(),
                Optional.empty());
    }

    /// The same, each member counting a part of all votes.
    static GroupFile sliced(int size, RoundPolicy policy) throws IOException {
        return new GroupFile(
                "test", endpoints(size), policy, Duration.ofSeconds(1), size, Optional.empty(), Optional.empty());
    }

    static GroupFile encrypted(GroupFile group, Path keystore) {
        return new GroupFile(
                group.cluster(),
                group.members(),
                group.policy(),
                group.detection(),
                group.slices(),
                group.discovery(),
                Optional.of(new Keys(keystore, keystore, PASSWORD)));
    }

    /// Ports that are free now: all are held before the first is released.
    static List<Endpoint> endpoints(int size) throws IOException {
        List<ServerSocket> sockets = new ArrayList<>();
        List<Endpoint> endpoints = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
            sockets.add(socket);
            endpoints.add(new Endpoint("127.0.0.1", socket.getLocalPort()));
        }
        for (ServerSocket socket : sockets) {
            socket.close();
        }
        return endpoints;
    }

    /// A new key with its own certificate, by the JDK's keytool.
    static Path keystore(Path folder, String name) throws Exception {
        Path file = folder.resolve(name + ".p12");
        List<String> command = List.of(
                Path.of(System.getProperty("java.home", ""), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "group",
                "-keyalg",
                "EC",
                "-dname",
                "CN=" + name,
                "-validity",
                "2",
                "-storetype",
                "PKCS12",
                "-keystore",
                file.toString(),
                "-storepass",
                PASSWORD);
        int code = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
        if (code != 0) {
            throw new IOException("keytool ended with " + code);
        }
        return file;
    }
}

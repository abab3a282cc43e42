package dev.orthant.experiments.drill;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A network of its own for some processes, with nothing in it but a loopback device: what they send can be counted. Linux
/// only, and root's alone. It lives as long as a process that holds it, which ends with this JVM.
final class NetworkNamespace implements AutoCloseable {
    private final Process holder;

    private NetworkNamespace(Process holder) {
        this.holder = holder;
    }

    /// Why there can be none here; nothing if there can.
    static Optional<String> unavailable() {
        try (NetworkNamespace probe = open()) {
            probe.run("ip", "link", "show");
            return Optional.empty();
        } catch (DrillFailed refused) {
            return Optional.of("network namespaces need Linux, root and the programs unshare, nsenter and ip");
        }
    }

    static NetworkNamespace open() {
        try {
            Process holder = new ProcessBuilder("unshare", "--net", "sh", "-c", "echo open; exec cat")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (holder.getInputStream().read() < 0) {
                throw new DrillFailed("unshare --net was refused");
            }
            NetworkNamespace namespace = new NetworkNamespace(holder);
            namespace.run("ip", "link", "set", "lo", "up");
            return namespace;
        } catch (IOException missing) {
            throw new DrillFailed("unshare cannot be run: " + missing.getMessage());
        }
    }

    long pid() {
        return holder.pid();
    }

    /// Put before a command, runs it inside.
    List<String> prefix() {
        return List.of("nsenter", "--net=/proc/" + pid() + "/ns/net");
    }

    String run(String... command) {
        List<String> inside = new ArrayList<>(prefix());
        inside.addAll(List.of(command));
        return Shell.run(inside.toArray(String[]::new));
    }

    /// Bytes that went through its loopback device, with the headers of TCP and IP and all acknowledgements.
    long loopbackBytes() {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/" + pid() + "/net/dev"))) {
                String[] words = line.strip().split("\\s+", -1);
                if (words[0].equals("lo:")) {
                    return Long.parseLong(words[1]);
                }
            }
        } catch (IOException failed) {
            throw new DrillFailed("the bytes of a network namespace cannot be read: " + failed);
        }
        throw new DrillFailed("a network namespace has no loopback device");
    }

    @Override
    public void close() {
        Pause.untilEnded(holder.destroyForcibly());
    }
}

package dev.orthant.distributed.jgroups;

import dev.orthant.optimizers.collective.Ballot;
import dev.orthant.optimizers.collective.DigestMismatch;
import dev.orthant.optimizers.collective.Fenced;
import dev.orthant.optimizers.collective.JoinTicket;
import dev.orthant.optimizers.collective.Membership;
import dev.orthant.optimizers.collective.NotFormed;
import dev.orthant.optimizers.collective.QuorumLost;
import dev.orthant.optimizers.collective.RankSet;
import dev.orthant.optimizers.collective.RoundPolicy;
import dev.orthant.optimizers.collective.SignBits;
import dev.orthant.optimizers.collective.StateProvider;
import dev.orthant.optimizers.collective.Verdict;
import dev.orthant.optimizers.collective.VoteGroup;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jgroups.Address;
import org.jgroups.BytesMessage;
import org.jgroups.JChannel;
import org.jgroups.Message;
import org.jgroups.Receiver;
import org.jgroups.View;

/// A vote group across JVMs: one channel, one member. [Minutes] holds what the member knows; this class hands it frames,
/// views and the time, under one lock, and sends what comes out of it, outside of the lock.
///
/// A round ends within the policy's deadline, or, if the chair is lost meanwhile, within that and twice the detection time
/// after it: nothing waits longer. Up to eight members send their votes to one chair; in larger groups each member counts a
/// slice of all votes, so that no link carries them all ([GroupFile]).
public final class JGroupsVoteGroup implements VoteGroup {
    private static final System.Logger LOG = System.getLogger(JGroupsVoteGroup.class.getName());
    private static final long TICK_MILLISECONDS = 20;
    private static final long KNOCK_NANOS = Duration.ofMillis(200).toNanos();

    private final GroupFile file;
    private final int rank;
    private final JChannel channel;
    private final Minutes minutes;
    private final Object lock = new Object();
    private final Object sending = new Object();
    private volatile List<Address> addresses = List.of();
    private volatile Optional<Future<?>> ticking = Optional.empty();
    private volatile boolean closed;
    private volatile Optional<StateProvider> provider = Optional.empty();

    private JGroupsVoteGroup(GroupFile file, int rank, JChannel channel, Minutes minutes) {
        this.file = file;
        this.rank = rank;
        this.channel = channel;
        this.minutes = minutes;
    }

    /// Opens the channel of one member; it must still join.
    ///
    /// @throws UncheckedIOException if the address cannot be bound
    static JGroupsVoteGroup connect(GroupFile file, int rank) {
        if (rank < 0 || rank >= file.members().size()) {
            throw new IllegalArgumentException("vote group: rank is " + rank + "; the group file names the ranks 0 to "
                    + (file.members().size() - 1));
        }
        try {
            JChannel channel = new JChannel(Stack.of(file, rank));
            var address = Seat.address(rank);
            channel.addAddressGenerator(() -> address);
            Minutes minutes = new Minutes(Seat.of(address), file.members().size(), file.slices(), file.policy());
            JGroupsVoteGroup group = new JGroupsVoteGroup(file, rank, channel, minutes);
            group.open();
            return group;
        } catch (RuntimeException wrong) {
            throw wrong;
        } catch (Exception failed) {
            throw new UncheckedIOException(new IOException(
                    "vote group: rank " + rank + " cannot listen at "
                            + file.members().get(rank) + ": " + failed.getMessage(),
                    failed));
        }
    }

    private void open() throws Exception {
        channel.setDiscardOwnMessages(true);
        channel.setReceiver(new Receiver() {
            @Override
            public void viewAccepted(View view) {
                enter(view);
            }

            @Override
            public void receive(Message message) {
                take(message);
            }
        });
        try {
            channel.connect(file.cluster());
        } catch (Exception failed) {
            channel.close();
            throw failed;
        }
        ticking = Optional.of(channel.stack()
                .getTransport()
                .getTimer()
                .scheduleWithFixedDelay(this::tick, TICK_MILLISECONDS, TICK_MILLISECONDS, TimeUnit.MILLISECONDS));
    }

    @Override
    public Membership membership() {
        synchronized (lock) {
            return new Membership(minutes.epoch(), minutes.ranks(), rank);
        }
    }

    @Override
    public RoundPolicy policy() {
        return file.policy();
    }

    @Override
    public void provideState(StateProvider stateProvider) {
        provider = Optional.of(stateProvider);
    }

    @Override
    public JoinTicket join(Duration most) {
        long end = System.nanoTime() + most.toNanos();
        while (true) {
            synchronized (lock) {
                minutes.knock();
            }
            flush();
            synchronized (lock) {
                long left = end - System.nanoTime();
                if (minutes.ticket().isEmpty() && left > 0) {
                    pause(Math.min(left, KNOCK_NANOS));
                }
                if (minutes.ticket().isPresent()) {
                    return minutes.ticket().get();
                }
                if (left <= 0 || closed) {
                    throw new NotFormed(minutes.missing(minutes.ranks()), most.toString());
                }
            }
        }
    }

    @Override
    public Verdict vote(long round, SignBits mine, long digest) {
        long start = System.nanoTime();
        long end = start
                + policy().deadline().plus(file.detection().multipliedBy(2)).toNanos();
        List<Integer> failuresBefore;
        synchronized (lock) {
            requireInside(round);
            failuresBefore = minutes.failures(round);
            provider.ifPresent(state -> minutes.serve(round, state, start));
            minutes.cast(new Ballot(round, minutes.epoch(), rank, mine, digest), start);
        }
        while (true) {
            flush();
            synchronized (lock) {
                Optional<Verdict> verdict = minutes.verdict(round);
                if (verdict.isPresent()) {
                    return checked(verdict.get(), round, digest);
                }
                requireInside(round);
                long left = end - System.nanoTime();
                if (minutes.isLost(round, failuresBefore) || left <= 0) {
                    throw minutes.isBehind(round) ? new Fenced(round, minutes.epoch()) : lost(round, left <= 0);
                }
                provider.ifPresent(state -> minutes.serve(round, state, System.nanoTime()));
                pause(Math.min(left, KNOCK_NANOS));
            }
        }
    }

    private QuorumLost lost(long round, boolean silent) {
        RankSet present = silent ? minutes.ranks().without(minutes.chairsOfOpen(round)) : minutes.lastVoters(round);
        return new QuorumLost(round, minutes.missing(present), policy().quorum());
    }

    private void requireInside(long round) {
        if (closed || minutes.isOutside(round)) {
            throw new Fenced(round, minutes.epoch());
        }
    }

    private Verdict checked(Verdict verdict, long round, long digest) {
        if (digest != 0 && verdict.digest() != 0 && digest != verdict.digest()) {
            throw new DigestMismatch(rank, round);
        }
        return verdict;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            ticking.ifPresent(task -> task.cancel(false));
            channel.close();
            synchronized (lock) {
                lock.notifyAll();
            }
        }
    }

    private void enter(View view) {
        try {
            List<Seat> members = view.getMembers().stream().map(Seat::of).toList();
            addresses = List.copyOf(view.getMembers());
            synchronized (lock) {
                minutes.view(view.getViewId().getId(), members, System.nanoTime());
                lock.notifyAll();
            }
            flush();
        } catch (IllegalArgumentException stranger) {
            LOG.log(Level.WARNING, "vote group: a view was ignored: " + stranger.getMessage());
        }
    }

    /// What cannot be read is logged and dropped: its sender's vote is missing, nothing worse.
    private void take(Message message) {
        try {
            byte[] bytes = new byte[message.getLength()];
            System.arraycopy(message.getArray(), message.getOffset(), bytes, 0, bytes.length);
            Frame frame = Frame.of(bytes);
            synchronized (lock) {
                minutes.receive(Seat.of(message.getSrc()), frame, System.nanoTime());
                lock.notifyAll();
            }
            flush();
        } catch (IllegalArgumentException damaged) {
            LOG.log(
                    Level.WARNING,
                    "vote group: a frame of " + message.getSrc() + " was refused: " + damaged.getMessage());
        }
    }

    private void tick() {
        synchronized (lock) {
            if (minutes.tick(System.nanoTime())) {
                lock.notifyAll();
            }
        }
        flush();
    }

    /// Sends what is to be sent, in its order.
    private void flush() {
        synchronized (sending) {
            while (true) {
                Optional<Minutes.Outgoing> next;
                synchronized (lock) {
                    next = minutes.poll();
                }
                if (next.isEmpty()) {
                    return;
                }
                send(next.get());
            }
        }
    }

    private void send(Minutes.Outgoing outgoing) {
        byte[] bytes = outgoing.frame().toBytes();
        Optional<Address> to = outgoing.to()
                .flatMap(seat -> addresses.stream()
                        .filter(address -> Seat.of(address).equals(seat))
                        .findFirst());
        if (closed || (outgoing.to().isPresent() && to.isEmpty())) {
            return; // who has left needs nothing
        }
        try {
            channel.send(new BytesMessage(to.orElse(null), bytes));
        } catch (Exception failed) {
            LOG.log(Level.WARNING, "vote group: a frame could not be sent: " + failed);
        }
    }

    @SuppressWarnings("WaitNotInLoop") // its callers loop
    private void pause(long nanos) {
        try {
            lock.wait(Math.max(1, Math.ceilDiv(nanos, 1_000_000L)));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("vote group: the thread was interrupted while it waited", stopped);
        }
    }
}

package io.writeback.queue;

import io.writeback.config.Secret;
import io.writeback.problem.Code;
import io.writeback.problem.WritebackException;
import io.writeback.process.Periodic;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Set;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQIllegalStateException;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.security.CheckType;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.server.ServerSession;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerPlugin;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.core.transaction.Transaction;
import org.apache.activemq.artemis.spi.core.security.ActiveMQSecurityManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A broker in this process: its journal is below the data directory, it listens on 127.0.0.1 only,
 * and nothing works without the one password.
 */
public final class EmbeddedBroker implements AutoCloseable {
  private static final String ROLE = "writeback";

  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedBroker.class);
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

  private final EmbeddedActiveMQ broker = new EmbeddedActiveMQ();
  private final Path folder;
  private final long minFreeBytes;
  private Periodic loop;
  private boolean accepted = true;

  private EmbeddedBroker(Path folder, long minFreeBytes) {
    this.folder = folder;
    this.minFreeBytes = minFreeBytes;
  }

  /**
   * Starts it; it has its queues and messages of before.
   *
   * @param data the data directory
   */
  public static EmbeddedBroker start(QueueSettings settings, Path data) {
    EmbeddedBroker started = new EmbeddedBroker(data.resolve("queue"), settings.minFreeBytes());
    try {
      started.broker.setConfiguration(configuration(settings, started.folder));
      started.broker.setSecurityManager(new OneUser(settings.username(), settings.password()));
      started.broker.start();
    } catch (Exception e) {
      started.close();
      throw new WritebackException(
          Code.QUEUE_FAILED,
          "the embedded broker cannot be started at 127.0.0.1:%d: %s; is the port in use?"
              .formatted(settings.port(), e.getMessage()),
          e);
    }
    if (!started.broker.getActiveMQServer().isActive()) {
      started.close();
      throw new WritebackException(
          Code.QUEUE_FAILED,
          "the embedded broker does not start: %s is in use by another process, or port %d is"
              .formatted(data.resolve("queue"), settings.port()));
    }
    started.loop =
        new Periodic(
            "writeback-broker",
            "the check of the embedded broker",
            BETWEEN_LOOKS,
            BETWEEN_LOOKS,
            started::check,
            failure -> false);
    return started;
  }

  /** Whether it takes messages: it runs, and its disk has room. */
  public boolean isAccepting() {
    return broker.getActiveMQServer().isActive()
        && !broker.getActiveMQServer().getPagingManager().isDiskFull();
  }

  /** Senders wait without an error while it accepts none: the log says why. */
  private void check() {
    boolean accepts = isAccepting();
    if (accepts && !accepted) {
      LOG.warn("the embedded broker accepts messages again");
    } else if (!accepts && accepted) {
      LOG.warn(
          broker.getActiveMQServer().isActive()
              ? "{} the embedded broker accepts no messages, and senders wait: the disk of {} has only {} bytes left, queue.min-free-bytes is {}. Free space there, and it accepts messages again by itself"
              : "{} the embedded broker has stopped; {} has its messages, restart this process"
                  + " ({} bytes are left there, queue.min-free-bytes is {})",
          Code.QUEUE_DISK_FULL,
          folder,
          folder.toFile().getUsableSpace(),
          minFreeBytes);
    }
    accepted = accepts;
  }

  static Configuration configuration(QueueSettings settings, Path folder) throws Exception {
    Configuration configuration =
        new ConfigurationImpl()
            .setName(ROLE)
            .setPersistenceEnabled(true)
            .setJournalType(JournalType.NIO)
            .setJournalDirectory(folder.resolve("journal").toString())
            .setBindingsDirectory(folder.resolve("bindings").toString())
            .setLargeMessagesDirectory(folder.resolve("large").toString())
            .setPagingDirectory(folder.resolve("paging").toString())
            // In bytes: nine tenths of a large disk are not full.
            .setMaxDiskUsage(-1)
            .setMinDiskFree(settings.minFreeBytes())
            .setDiskScanPeriod(1_000)
            .setSecurityEnabled(true)
            .setJMXManagementEnabled(false)
            .addAcceptorConfiguration(
                "local", "tcp://127.0.0.1:" + settings.port() + "?protocols=CORE,AMQP")
            .putSecurityRoles(
                "#",
                Set.of(
                    new Role(
                        ROLE, true, true, true, false, true, true, false, true, true, false, false,
                        false)))
            // The consumer counts attempts and ends them, with the reason.
            .addAddressSetting("#", new AddressSettings().setMaxDeliveryAttempts(-1));
    configuration.registerBrokerPlugin(
        new SizeLimit(settings.maxMessageBytes(), settings.eventsName()));
    return configuration;
  }

  @Override
  public void close() {
    if (loop != null) {
      loop.close();
    }
    try {
      broker.stop();
    } catch (Exception e) {
      throw new WritebackException(
          Code.QUEUE_FAILED, "the embedded broker cannot be stopped: " + e.getMessage(), e);
    }
  }

  /** The user of the settings, who may send and receive. */
  private record OneUser(String username, Secret password) implements ActiveMQSecurityManager {
    @Override
    public boolean validateUser(String user, String given) {
      return user != null
          && given != null
          && user.equals(username)
          && MessageDigest.isEqual(
              given.getBytes(StandardCharsets.UTF_8),
              password.reveal().getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public boolean validateUserAndRole(
        String user, String given, Set<Role> roles, CheckType checkType) {
      return validateUser(user, given) && roles.stream().anyMatch(checkType::hasRole);
    }
  }

  /**
   * Refuses what is too large while it is sent, so that no consumer reads it into memory later.
   *
   * @param events where events go; they have a limit of their own
   */
  private record SizeLimit(long most, String events) implements ActiveMQServerPlugin {
    @Override
    public void beforeSend(
        ServerSession session, Transaction tx, Message message, boolean direct, boolean noAutoQueue)
        throws ActiveMQException {
      long bytes = message.getWholeMessageSize();
      if (bytes > most(message.getAddress())) {
        ActiveMQException refusal =
            new ActiveMQIllegalStateException(
                Code.REQUEST_TOO_LARGE.id()
                    + " a message of "
                    + bytes
                    + " bytes is refused; queue.max-message-bytes is "
                    + most);
        if (tx != null) {
          // Or a transaction is committed without it, and the sender takes it for sent.
          tx.markAsRollbackOnly(refusal);
        }
        throw refusal;
      }
    }

    private long most(String address) {
      long requests = BYTES_A_CHARACTER * most + PROPERTIES;
      return events.equals(address)
          ? Math.max(requests, BYTES_A_CHARACTER * QueueSettings.EVENT_CHARACTERS + PROPERTIES)
          : requests;
    }

    /** Artemis sends text as UTF-16. */
    private static final int BYTES_A_CHARACTER = 2;

    /** What properties and the envelope may have beside the text. */
    private static final long PROPERTIES = 16_384;
  }
}

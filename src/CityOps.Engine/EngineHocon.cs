using CityOps.Engine.Cluster;
using CityOps.Engine.Entities;
using CityOps.Engine.Journal;
using CityOps.Engine.Wire;

namespace CityOps.Engine;

/// <summary>The Akka configuration that the engine needs whatever the storage.</summary>
internal static class EngineHocon
{
    public static string For(EngineOptions options) => $$"""
        {{EntityMailbox.Path}}.mailbox-type = "{{typeof(EntityMailbox).AssemblyQualifiedName}}"
        akka {
          loglevel = WARNING
          stdout-loglevel = WARNING
          # At each tick a thread wakes, also where nothing is to do: 100 times a second by itself, a third of what an idle engine takes. A wait
          # ends with the tick after it, that of a feed (IFeed.Rest) with the next one; Akka's own are longer.
          scheduler.tick-duration = 50ms
          actor {
            provider = cluster
            # Threads of its own for who is there, who has which shard and what comes from other nodes: behind all that a full node has to do, each
            # step of a shard's move would wait for its turn.
            internal-dispatcher.executor = fork-join-executor
            serializers.cityops-journal = "{{typeof(JournalSerializer).AssemblyQualifiedName}}"
            serializers.cityops-wire = "{{typeof(WireSerializer).AssemblyQualifiedName}}"
            serialization-bindings {
              "CityOps.Domain.Cases.CaseEvent, CityOps.Domain" = cityops-journal
              "CityOps.Domain.Devices.DeviceEvent, CityOps.Domain" = cityops-journal
              "CityOps.Domain.Grids.GridEvent, CityOps.Domain" = cityops-journal
              "CityOps.Domain.Grids.Grid, CityOps.Domain" = cityops-journal
              "CityOps.Domain.Vehicles.Vehicle, CityOps.Domain" = cityops-journal
              "CityOps.Domain.Collectors.Collector, CityOps.Domain" = cityops-journal
              {{string.Join(Environment.NewLine, WireNames.All.Values.Select(type => $"\"{type.FullName}, {type.Assembly.GetName().Name}\" = cityops-wire"))}}
            }
          }
          remote.default-remote-dispatcher.executor = fork-join-executor
          remote.dot-netty.tcp {
            hostname = "{{options.Address}}"
            public-hostname = "{{options.Host ?? options.Address}}"
            port = {{options.Port}}
            enable-ssl = {{(options.Tls is null ? "off" : "on")}}
            # What a device is told after a node's end, or a case with a long history, is larger than the 128 kB that Akka takes by itself.
            maximum-frame-size = 4000000b
            send-buffer-size = 4000000b
            receive-buffer-size = 4000000b
          }
          cluster {
            roles = [{{string.Join(", ", options.Roles)}}]
            downing-provider-class = "Akka.Cluster.SBR.SplitBrainResolverProvider, Akka.Cluster"
            # A node that died is missed after some seconds; then those that are more decide, and the others end.
            failure-detector.acceptable-heartbeat-pause = 4s
            split-brain-resolver {
              active-strategy = keep-majority
              stable-after = 5s
            }
            # Longer than a node goes by what it knew of the cluster (INodes.IsSure).
            down-removal-margin = 3s
            run-coordinated-shutdown-when-down = on
            # Who comes and goes is known to all within moments, and so is who has the shards: a rolling restart waits for little else.
            gossip-interval = 250ms
            leader-actions-interval = 250ms
            singleton.hand-over-retry-interval = 250ms
            singleton.min-number-of-hand-over-retries = 60
            sharded-daemon-process {
              # A feed of a node that died runs on another after so long.
              keep-alive-interval = 1s
              # Akka's own reference has taken its defaults over by the time these settings come.
              sharding = ${akka.cluster.sharding}
            }
            sharding {
              # A few each time (ShardPlaces).
              rebalance-interval = 500ms
              retry-interval = 250ms
              # Who has which shard holds once a majority knows it. Not all, as Akka has it where they are few (a majority and three more): a
              # node that ends or begins just then does not answer, and nothing could move meanwhile. All that are in are asked for it.
              distributed-data.majority-min-cap = 2
              coordinator-state.write-majority-plus = 0
              updating-state-timeout = 1s
              waiting-for-state-timeout = 1s
              state-store-mode = ddata
              remember-entities = off
              # Messages that wait while shards start are dropped beyond this: positions only, which are told again by the next.
              buffer-size = 200000
              distributed-data.durable.keys = []
            }
          }
          persistence {
            # Two writers of one entity are a fault to be seen, not to be repaired silently.
            journal-plugin-fallback.replay-filter.mode = fail
            max-concurrent-recoveries = 100
          }
          # The host ends what comes in before it ends the entities that answer; the hook would do so first.
          coordinated-shutdown.run-by-clr-shutdown-hook = off
          coordinated-shutdown.exit-clr = off
          # A node gives its shards away (GivingAway) before it leaves.
          coordinated-shutdown.phases.before-cluster-shutdown.timeout = {{GivingAway.Patience.TotalSeconds + 2}}s
          log-dead-letters = off
          log-dead-letters-during-shutdown = off
        }
        """;
}

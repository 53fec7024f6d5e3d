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
          actor {
            provider = cluster
            serializers.cityops-journal = "{{typeof(JournalSerializer).AssemblyQualifiedName}}"
            serializers.cityops-wire = "{{typeof(WireSerializer).AssemblyQualifiedName}}"
            serialization-bindings {
              "CityOps.Domain.Cases.CaseEvent, CityOps.Domain" = cityops-journal
              "CityOps.Domain.Devices.DeviceEvent, CityOps.Domain" = cityops-journal
              "CityOps.Domain.Grids.GridEvent, CityOps.Domain" = cityops-journal
              "CityOps.Domain.Grids.Grid, CityOps.Domain" = cityops-journal
              {{string.Join(Environment.NewLine, WireNames.All.Values.Select(type => $"\"{type.FullName}, {type.Assembly.GetName().Name}\" = cityops-wire"))}}
            }
          }
          remote.dot-netty.tcp {
            hostname = "{{options.Host}}"
            port = {{options.Port}}
          }
          cluster {
            downing-provider-class = "Akka.Cluster.SBR.SplitBrainResolverProvider, Akka.Cluster"
            sharding {
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
          coordinated-shutdown.exit-clr = off
          log-dead-letters = off
          log-dead-letters-during-shutdown = off
        }
        """;
}

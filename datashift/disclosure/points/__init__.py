"""Places of people on a map: moved once and for ever, or not shown."""

from datashift.disclosure.points.displace import Displacement, Moved, displace
from datashift.disclosure.points.publish import Clusters, PublishedPoints, publish

__all__ = ["Clusters", "Displacement", "Moved", "PublishedPoints", "displace", "publish"]

#ifndef ANODE_CZLIB_H
#define ANODE_CZLIB_H

#include <zlib.h>

// inflateInit2 is a macro, which Swift does not import. 15 + 16: the largest window, and a gzip header.
static inline int anode_inflate_init(z_stream *stream) { return inflateInit2(stream, 15 + 16); }

#endif
